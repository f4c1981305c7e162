package dev.ensemble.testkit.hostile;

import static dev.ensemble.testkit.hostile.Attack.EXECUTED;

import java.util.ArrayList;
import java.util.List;

/** Bodies that are not as long as they say, or do not say it. */
final class HostileFraming {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";

  private final GoodCall call;
  private final String body;
  private final List<Attack> attacks = new ArrayList<>();

  private HostileFraming(GoodCall call) {
    this.call = call;
    // A call without a body reads none, and that it is asked with one is not looked at.
    this.body = call.hasBody() ? call.body() : "{}";
  }

  static List<Attack> of(GoodCall call) {
    HostileFraming framing = new HostileFraming(call);
    framing.lengths();
    framing.chunks();
    return framing.attacks;
  }

  private void lengths() {
    int length = body.length();
    attack(
        unread("400 body-incomplete"),
        "a body that is shorter than it says",
        "Content-Length: " + (length + 100) + "\r\n",
        body);
    attack(
        unread("400 malformed-json"),
        "a body that is longer than it says",
        "Content-Length: " + (length - 1) + "\r\n",
        body);
    for (String lie : List.of("-1", "many", "99999999999999999999", "")) {
      attack(
          "400 bad-request", "a length of '" + lie + "'", "Content-Length: " + lie + "\r\n", body);
    }
    attack(
        "400 bad-request",
        "two lengths",
        "Content-Length: %d\r\nContent-Length: %d\r\n".formatted(length, length + 1),
        body);
    attack("413 body-too-large", "a length of 10 MB", "Content-Length: 10000000\r\n", body);
  }

  private void chunks() {
    String size = Integer.toHexString(body.length());
    attack(EXECUTED, "chunks", CHUNKED, size + "\r\n" + body + "\r\n0\r\n\r\n");
    // Two readers that believe one of them each see two different requests.
    attack(
        "400 bad-request or " + EXECUTED,
        "chunks and a length that says something else",
        CHUNKED + "Content-Length: 1\r\n",
        size + "\r\n" + body + "\r\n0\r\n\r\n");
    attack(
        unread("413 body-too-large"),
        "a chunk without end",
        CHUNKED,
        "fffff\r\n" + " ".repeat(0xfffff));
    attack(
        unread("400 body-incomplete") + " or 400 bad-request",
        "a chunk whose length is beyond every number",
        CHUNKED,
        "ffffffffffffffffff\r\n" + body);
    attack(
        unread("400 body-incomplete"),
        "chunks that end early",
        CHUNKED,
        Integer.toHexString(body.length() + 100) + "\r\n" + body);
    attack(unread("400 body-incomplete"), "a chunk that is none", CHUNKED, "zz\r\n" + body);
    attack(
        "400 bad-request or 501 bad-request or 501 not-implemented",
        "an unknown framing",
        "Transfer-Encoding: nonsense\r\n",
        body);
  }

  /** Refused where the body is read, and of no account where it is not. */
  private String unread(String expected) {
    return call.hasBody() ? expected : expected + " or 400 bad-request or " + EXECUTED;
  }

  private void attack(String expected, String name, String framing, String bytes) {
    attacks.add(
        Attack.expecting(
            expected,
            name,
            RawRequest.framed(call, call.keyLine() + call.typeLine() + framing, bytes)));
  }
}
