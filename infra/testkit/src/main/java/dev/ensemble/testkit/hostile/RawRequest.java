package dev.ensemble.testkit.hostile;

import java.nio.charset.StandardCharsets;

/**
 * A request byte by byte: each character stands for one byte.
 *
 * @param bytes all characters below 256
 */
record RawRequest(String bytes) {

  /** One whose length says the truth. */
  static RawRequest of(GoodCall call, String headers, String body) {
    return framed(call, headers + "Content-Length: " + body.length() + "\r\n", body);
  }

  /** One that says of its length what the headers say. */
  static RawRequest framed(GoodCall call, String headers, String body) {
    return new RawRequest(
        "%s %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n%s%s\r\n%s"
            .formatted(call.method(), call.path(), call.headers(), headers, body));
  }

  byte[] toBytes() {
    return bytes.getBytes(StandardCharsets.ISO_8859_1);
  }
}
