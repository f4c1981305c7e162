package dev.ensemble.messaging.admin;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Bytes of others, as much of them as somebody may see. */
final class Masks {
  private static final int HASH_BYTES = 6;

  /** The name of a field. An object that is used as a map may have anybody's data for names. */
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}");

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Masks() {}

  /** JSON with its fields' names and without its values; of anything else the length and a hash. */
  static JsonNode masked(byte[] payload) {
    JsonNode json = json(payload);
    return json == null ? JsonNodeFactory.instance.stringNode(shape(payload)) : masked(json);
  }

  private static JsonNode masked(JsonNode json) {
    if (json.isObject()) {
      ObjectNode masked = JsonNodeFactory.instance.objectNode();
      json.properties()
          .forEach(one -> masked.set(name(one.getKey(), masked.size()), masked(one.getValue())));
      return masked;
    }
    if (json.isArray()) {
      ArrayNode masked = JsonNodeFactory.instance.arrayNode();
      json.forEach(one -> masked.add(masked(one)));
      return masked;
    }
    if (json.isString()) {
      return text("<string of %d>".formatted(json.asString().length()));
    }
    if (json.isNumber()) {
      return text("<number of %d>".formatted(json.asString().length()));
    }
    return json.isBoolean() ? text("<boolean>") : json;
  }

  /** Its place keeps it apart from others of its length. */
  private static String name(String name, int place) {
    return FIELD.matcher(name).matches()
        ? name
        : "<name %d, of %d>".formatted(place + 1, name.length());
  }

  private static JsonNode text(String text) {
    return JsonNodeFactory.instance.stringNode(text);
  }

  /** Text as it is, be it JSON or not; binary content in base64. */
  static JsonNode shown(byte[] payload) {
    String text = utf8(payload);
    return text(text == null ? "base64:" + Base64.getEncoder().encodeToString(payload) : text);
  }

  static String shape(byte[] bytes) {
    return "<%d bytes, sha-256 %s>".formatted(bytes.length, hash(bytes));
  }

  /** Enough of it to tell two payloads of one incident apart. */
  static String hash(byte[] bytes) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(hash, 0, HASH_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java platform has SHA-256", impossible);
    }
  }

  private static @Nullable JsonNode json(byte[] payload) {
    try {
      JsonNode json = JSON.readTree(payload);
      return json.isContainer() ? json : null;
    } catch (JacksonException broken) {
      return null;
    }
  }

  private static @Nullable String utf8(byte[] payload) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException binary) {
      return null;
    }
  }
}
