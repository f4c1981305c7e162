package dev.ensemble.bench.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One row of the outbox, made from its number alone, so that any record on the topic can be judged
 * without asking the database. {@code backlog.sql} makes the same rows.
 *
 * @param number from 1, in the order of commits
 */
record Event(long number) {
  static final String TOPIC = "outbox.event.order";
  static final String ID_HEADER = "id";

  /** So many aggregates take turns, so that each has a history and none is hot. */
  private static final int AGGREGATES = 10_000;

  private static final String NUMBER_BEFORE = "{\"n\":\"";
  private static final int NUMBER_DIGITS = 10;
  private static final String AFTER_THE_HASHES =
      """
      ","currency":"EUR","lines":[{"sku":"mug","quantity":2,"price":1250},{"sku":"teapot-large","quantity":1,"price":4900}],"note":"Please ring twice; leave it with the neighbours if nobody answers..."}""";

  String aggregateId() {
    return "order-%05d".formatted(number % AGGREGATES);
  }

  String id() {
    return "01980000-0000-7000-8000-%012x".formatted(number);
  }

  /** 300 bytes of JSON; the hashes keep it from being squeezed to nothing. */
  byte[] payload() {
    return (NUMBER_BEFORE
            + "%010d".formatted(number)
            + "\",\"customer\":\""
            + md5("c" + number)
            + "\",\"cart\":\""
            + md5("s" + number)
            + AFTER_THE_HASHES)
        .getBytes(UTF_8);
  }

  /** Reads the number out of a payload; below 0 where it is none of ours. */
  static long numberIn(byte[] payload) {
    if (payload.length < NUMBER_BEFORE.length() + NUMBER_DIGITS) {
      return -1;
    }
    long number = 0;
    for (int i = 0; i < NUMBER_DIGITS; i++) {
      int digit = payload[NUMBER_BEFORE.length() + i] - '0';
      if (digit < 0 || digit > 9) {
        return -1;
      }
      number = number * 10 + digit;
    }
    return number;
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has MD5", e);
    }
  }
}
