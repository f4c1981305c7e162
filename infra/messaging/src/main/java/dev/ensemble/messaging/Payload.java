package dev.ensemble.messaging;

/** A fact's JSON as it goes into the outbox, and unchanged from there to every consumer. */
final class Payload {

  /**
   * Kafka refuses a record above 1,048,576 bytes by default (the producer's max.request.size, the
   * topic's max.message.bytes is 12 bytes more). A million leaves 48 KB for key, headers and
   * framing, which Wire bounds to less than 4 KB.
   */
  static final int BYTES_MAX = 1_000_000;

  private final byte[] json;

  /**
   * @throws IllegalArgumentException where it is too large or no JSON object
   */
  Payload(byte[] json) {
    if (json.length > BYTES_MAX) {
      throw new IllegalArgumentException(
          "the payload has " + json.length + " bytes, more than the " + BYTES_MAX + " that fit");
    }
    if (json.length < 2 || json[0] != '{') {
      throw new IllegalArgumentException("the payload must be a JSON object");
    }
    this.json = json;
  }

  byte[] bytes() {
    return json;
  }

  int size() {
    return json.length;
  }
}
