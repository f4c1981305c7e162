package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyLimitTest extends ServerTest {
  private static final int LIMIT = 64 * 1024;
  private static final byte[] TEN_MEGABYTES =
      " ".repeat(10 * 1024 * 1024).getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CHUNK =
      ("2000\r\n" + " ".repeat(0x2000) + "\r\n").getBytes(StandardCharsets.US_ASCII);

  @ParameterizedTest
  @ValueSource(strings = {"/slips", "/anything", "/deaf", "/nowhere", "/broken"})
  void ten_megabytes_get_an_answer_and_no_reset_wherever_they_go(String path) throws Exception {
    Answer answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(TEN_MEGABYTES)));

    assertThat(answer.statusAndProblem()).isEqualTo("413 body-too-large");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/slips", "/deaf", "/nowhere", "/steeped"})
  void a_client_that_sends_all_before_it_reads_finds_the_answer(String path) throws Exception {
    try (Wire wire = wire()) {
      wire.send(head(path, "Content-Length: " + TEN_MEGABYTES.length)).send(TEN_MEGABYTES);

      assertThat(wire.answer().statusAndProblem()).isEqualTo("413 body-too-large");
    }
  }

  @Test
  void chunks_that_nobody_reads_are_read_out_too() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/steeped", "Transfer-Encoding: chunked"));
      for (int sent = 0; sent < TEN_MEGABYTES.length; sent += 0x2000) {
        wire.send(CHUNK);
      }
      wire.send("0\r\n\r\n");

      assertThat(wire.answer().statusAndProblem()).isEqualTo("418 i-am-a-teapot");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"/slips", "/anything"})
  void ten_megabytes_in_chunks_are_counted_while_they_are_read(String path) throws Exception {
    Answer answer =
        send(
            request(path)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(TEN_MEGABYTES))));

    assertThat(answer.statusAndProblem()).isEqualTo("413 body-too-large");
  }

  @Test
  void the_limit_itself_is_allowed_and_one_byte_more_is_not() throws Exception {
    String whole = "[1]" + " ".repeat(LIMIT - 3);

    assertThat(post("/anything", whole).status()).isEqualTo(200);
    assertThat(post("/anything", whole + " ").status()).isEqualTo(413);
  }

  @Test
  void chunks_without_end_are_answered_and_then_cut_off() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/anything", "Transfer-Encoding: chunked"));
      for (int sent = 0; sent <= LIMIT; sent += 0x2000) {
        wire.send(CHUNK);
      }

      assertThat(wire.answer().statusAndProblem()).isEqualTo("413 body-too-large");
      assertThat(cutsOff(wire)).isTrue();
    }
  }

  /** Far more than is ever read out, so that the loop ends by itself where nobody cuts it off. */
  private static boolean cutsOff(Wire wire) {
    try {
      for (int chunks = 0; chunks < 20_000; chunks++) {
        wire.send(CHUNK);
      }
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void a_client_that_waits_to_be_asked_for_a_large_body_is_not_asked() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/slips", "Content-Length: 10485760\r\nExpect: 100-continue"));

      assertThat(wire.answer().statusAndProblem()).isEqualTo("413 body-too-large");
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_length_that_promises_more_than_comes_is_an_incomplete_body() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/anything", "Content-Length: 100") + "[1]").endOfSending();

      assertThat(wire.answer().statusAndProblem()).isEqualTo("400 body-incomplete");
    }
  }

  @Test
  void what_comes_beyond_the_promised_length_is_not_part_of_the_body() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/anything", "Content-Length: 3") + "[1]NONSENSE\r\n\r\n");

      assertThat(wire.answer().body()).isEqualTo("[1]");
      assertThat(wire.answer().status()).isEqualTo(400);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: many",
        "Content-Length: 99999999999999999999",
        "Content-Length: 3\r\nContent-Length: 4",
        "Transfer-Encoding: nonsense"
      })
  void a_length_that_lies_outright_is_a_bad_request(String header) throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/anything", header) + "[1]");

      assertThat(wire.answer().status()).isIn(400, 413, 501);
    }
  }

  @Test
  void a_chunk_that_is_no_chunk_is_a_bad_request() throws Exception {
    try (Wire wire = wire()) {
      wire.send(head("/anything", "Transfer-Encoding: chunked") + "zz\r\n[1]\r\n0\r\n\r\n");

      assertThat(wire.answer().statusAndProblem()).isEqualTo("400 body-incomplete");
    }
  }

  @Test
  void both_ways_of_framing_at_once_are_never_a_second_request() throws Exception {
    try (Wire wire = wire()) {
      wire.send(
          head("/anything", "Transfer-Encoding: chunked\r\nContent-Length: 3")
              + "3\r\n[1]\r\n0\r\n\r\nGET /teapot HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(wire.answer().status()).isIn(200, 400);
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  static String head(String path, String headers) {
    return "POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n%s\r\n\r\n"
        .formatted(path, headers);
  }
}
