package dev.ensemble.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys that no decent client would send: each is a 4xx that says why, and leaves no row. */
class HostileKeysTest extends TillTest {
  private static final String MALFORMED = "400 malformed-idempotency-key";

  static Stream<String> malformed() {
    return Stream.of(
        "\"\"",
        "\"",
        "\"abc",
        "\"abc\\\"",
        "\"abc\\",
        "\"a\\bc\"",
        "\"a\"b\"",
        "\"abc\";p=1",
        "\"abc\", \"def\"",
        "\"a b\"",
        "a b",
        "a,b",
        "x".repeat(256),
        "\"" + "x".repeat(256) + "\"");
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void a_key_of_another_form_is_400(String key) throws Exception {
    assertThat(sell(key).statusAndProblem()).isEqualTo(MALFORMED);
    assertNothingHappened();
  }

  @Test
  void no_key_at_all_is_400_and_says_what_is_missing() throws Exception {
    Reply reply = send(bare("/sales", SLIP));

    assertThat(reply.statusAndProblem()).isEqualTo("400 missing-idempotency-key");
    assertThat(reply.body()).contains("urn:ensemble:problem:", IdempotencyKey.HEADER);
    assertThat(reply.header("Content-Type")).isEqualTo("application/problem+json");
    assertNothingHappened();
  }

  @Test
  void an_empty_key_is_400() throws Exception {
    assertThat(raw("Idempotency-Key:")).startsWith("HTTP/1.1 400").contains("malformed-idem");
    assertNothingHappened();
  }

  @Test
  void two_headers_are_400_even_with_the_same_key() throws Exception {
    assertThat(send(request("/sales", "abc", SLIP).header(IdempotencyKey.HEADER, "abc")))
        .extracting(Reply::statusAndProblem)
        .isEqualTo(MALFORMED);
    assertNothingHappened();
  }

  /** Control characters may be refused by the server itself, before anything of ours. */
  @ParameterizedTest
  @ValueSource(strings = {"a\u0001b", "a\tb", "a\u007fb", "a\u0000b", "caf\u00e9", "\u2603"})
  void control_characters_and_what_is_not_ascii_are_400(String key) throws Exception {
    assertThat(raw("Idempotency-Key: " + key)).startsWith("HTTP/1.1 400");
    assertNothingHappened();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 254, 255})
  void a_key_of_a_permitted_length_is_used_and_replayed(int length) throws Exception {
    String key = "~".repeat(length);

    assertThat(sell(key).status()).isEqualTo(201);
    assertThat(sell("\"" + key + "\"").isReplay()).isTrue();
  }

  @Test
  void an_escaped_quote_and_backslash_count_as_the_character_that_they_mean() throws Exception {
    sell("\"a\\\"b\\\\c\"");

    assertThat(sell("a\"b\\c").isReplay()).isTrue();
    assertThat(superuser().sql("SELECT key FROM idempotency.answers").query(String.class).single())
        .isEqualTo("a\"b\\c");
  }

  @Test
  void a_key_that_looks_like_sql_is_a_key() throws Exception {
    String key = "');DROP/**/TABLE/**/till.sales;--";

    assertThat(sell(key).status()).isEqualTo(201);
    assertThat(sell(key).isReplay()).isTrue();
    assertThat(sales()).hasSize(1);
  }

  private static void assertNothingHappened() {
    assertThat(answers()).isZero();
    assertThat(sales()).isEmpty();
  }

  /** Over a bare socket: Java's client would refuse to send it. */
  private String raw(String header) throws Exception {
    try (Socket socket = new Socket("localhost", port())) {
      socket.setSoTimeout(20_000); // A server that never answers fails the test.
      OutputStream out = socket.getOutputStream();
      String head =
          "POST /sales HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
              + "Content-Type: application/json\r\nContent-Length: "
              + SLIP.length()
              + "\r\n"
              + header
              + "\r\n\r\n";
      out.write((head + SLIP).getBytes(StandardCharsets.UTF_8));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
