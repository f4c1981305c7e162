package dev.ensemble.http.openapi;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** A description as it goes out. */
record ServedDescription(Form json, Form yaml) {

  /**
   * One form of it.
   *
   * @param tag the strong validator, made of the bytes
   */
  @SuppressWarnings("ArrayRecordComponent") // Made once, and only ever written out.
  record Form(byte[] bytes, String tag) {
    static Form of(byte[] bytes) {
      return new Form(bytes, '"' + HexFormat.of().formatHex(sha256().digest(bytes), 0, 16) + '"');
    }
  }

  static ServedDescription of(ObjectNode whole) {
    JsonMapper json =
        JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();
    return new ServedDescription(
        Form.of(json.writeValueAsBytes(whole)),
        Form.of(YamlText.write(whole).getBytes(StandardCharsets.UTF_8)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has SHA-256", e);
    }
  }
}
