package dev.ensemble.messaging;

import dev.ensemble.testkit.Facts;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** A good record with one thing wrong. */
final class OddRecord {
  private final String good;
  private final UUID id;
  private byte @Nullable [] key;
  private byte @Nullable [] value;
  private final List<String[]> headers = new ArrayList<>();
  private byte @Nullable [] rawHeader;
  @Nullable Facts before;

  private OddRecord(String key) {
    Facts fact = Lot.fact(key, 1);
    this.key = bytes(key);
    this.good = fact.json();
    this.id = fact.id();
    this.value = bytes(good);
    set("ce_specversion", "1.0");
    set("ce_id", id.toString());
    set("ce_source", "/anybody");
    set("ce_type", Shop.COUNTED);
    set("content-type", "application/json");
  }

  static OddRecord of(String key, String what) {
    OddRecord odd = new OddRecord(key);
    if (!odd.changedInHeaders(what)) {
      odd.changeInKeyOrValue(what);
    }
    return odd;
  }

  private boolean changedInHeaders(String what) {
    switch (what) {
      case "no headers" -> headers.clear();
      case "no id" -> unset("ce_id");
      case "an id that is no UUID" -> set("ce_id", "1-1-1-1-1");
      case "two ids" -> add("ce_id", UUID.randomUUID().toString());
      case "two content types" -> add("content-type", "application/json");
      case "another specversion" -> set("ce_specversion", "0.3");
      case "another content type" -> set("content-type", "application/xml");
      case "a header that is not UTF-8" -> rawHeader = new byte[] {(byte) 0xC3, 0x28};
      case "a type of 100 kB" -> set("ce_type", "t".repeat(100_000));
      case "a time that is none" -> set("ce_time", "yesterday");
      case "a sequence that is none" -> set("ce_sequence", "-1e9");
      case "an unknown type" -> set("ce_type", "thing.unheard-of.v1");
      case "a later version of the type" -> set("ce_type", "thing.counted.v2");
      case "a type that is ignored" -> set("ce_type", Shop.SEEN);
      case "an id from the future" -> set("ce_id", "03a00000-0000-7000-8000-000000000001");
      case "an id from before the window" -> set("ce_id", "01700000-0000-7000-8000-000000000001");
      case "a known id with another payload" -> before = Lot.fact("odd", 7).id(id);
      case "headers that name classes" -> {
        add("__TypeId__", "java.net.URL");
        add("__KeyTypeId__", "javax.script.ScriptEngineManager");
        add("spring_json_header_types", "{\"x\":\"java.net.InetAddress\"}");
        add("retry_topic-attempts", "\0");
      }
      case "1,000 headers" -> manyHeaders();
      default -> {
        return false;
      }
    }
    return true;
  }

  private void changeInKeyOrValue(String what) {
    switch (what) {
      case "no JSON" -> value = bytes("orderId=7");
      case "JSON that ends early" -> value = bytes(good.substring(0, good.length() - 1));
      case "JSON that goes on" -> value = bytes(good + good);
      case "JSON of another shape" -> value = bytes("[" + good + "]");
      case "JSON without a required field" -> value = bytes("{\"amount\":1}");
      case "JSON that is null" -> value = bytes("null");
      case "JSON that is 10,000 deep" ->
          value = bytes("{\"x\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}");
      case "JSON that is not UTF-8" ->
          value = good.replace("odd", "\u00c3(").getBytes(StandardCharsets.ISO_8859_1);
      case "a number too large for its field" -> value = bytes(withAmount("99999999999"));
      case "a number of 10,000 digits" -> value = bytes(withAmount("9".repeat(10_000)));
      case "a number with a huge exponent" -> value = bytes(withAmount("1e999999999"));
      case "a string with NUL, which the database refuses" ->
          value = bytes(good.replace("odd", "\\u0000"));
      case "half a surrogate pair" -> value = bytes(good.replace("odd", "\\ud800"));
      case "5 MB of good JSON" ->
          value = bytes(good.replace("{", "{\"unread\":\"" + "x".repeat(5_000_000) + "\","));
      case "binary noise" -> value = noise(500);
      case "5 MB of noise" -> value = noise(5_000_000);
      case "no value" -> value = null;
      case "an empty value" -> value = new byte[0];
      case "neither key nor partition key" -> key = null;
      case "no key but a partition key" -> {
        key = null;
        add("ce_partitionkey", "somebody");
      }
      case "noise without a key" -> {
        key = null;
        value = noise(10);
      }
      case "a key of 500 kB" -> key = bytes("k".repeat(500_000));
      case "noise under a key of 500 kB" -> {
        key = bytes("n".repeat(500_000));
        value = noise(10);
      }
      case "noise with 1,000 headers" -> {
        manyHeaders();
        value = noise(10);
      }
      default -> throw new AssertionError(what);
    }
  }

  private String withAmount(String amount) {
    return good.replace(":1}", ":" + amount + "}");
  }

  private void manyHeaders() {
    for (int i = 0; i < 1_000; i++) {
      add("x-" + i, "y".repeat(100));
    }
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(length).nextBytes(noise);
    return noise;
  }

  private void add(String name, String text) {
    headers.add(new String[] {name, text});
  }

  private void unset(String name) {
    headers.removeIf(one -> one[0].equals(name));
  }

  private void set(String name, String text) {
    unset(name);
    add(name, text);
  }

  ProducerRecord<byte[], byte[]> toSend(String topic) {
    ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, 0, key, value);
    headers.forEach(one -> record.headers().add(one[0], bytes(one[1])));
    if (rawHeader != null) {
      record.headers().add("ce_subject", rawHeader);
    }
    return record;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
