package dev.ensemble.payment.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged process, driven as a harness drives it, word for word. */
class StdioProcessIT {
  private static final String INIT =
      "{\"src\":\"c0\",\"dest\":\"payment\",\"body\":{\"type\":\"init\",\"msg_id\":1}}";
  private static final String CHARGE =
      "{\"src\":\"c1\",\"dest\":\"payment\",\"body\":{\"type\":\"ChargePayment\",\"msg_id\":2,\"saga_id\":\"saga42\",\"step\":2,\"params\":{\"user_id\":\"u42\",\"amount\":99.99}}}";
  private static final String REFUND =
      "{\"src\":\"c1\",\"dest\":\"payment\",\"body\":{\"type\":\"RefundPayment\",\"msg_id\":2,\"saga_id\":\"saga42\",\"step\":2,\"compensating\":true,\"params\":{\"payment_id\":\"p1\",\"amount\":99.99}}}";
  private static final Pattern ID =
      Pattern.compile("\"(?:payment|refund)_id\": \"([0-9a-f-]{36})\"");

  // In the folder of the build: a server that root starts as nobody cannot reach root's own.
  @TempDir(factory = BuildFolder.class)
  private Path data = Path.of("");

  @Test
  void the_transcript_is_answered_word_for_word() throws Exception {
    try (StdioProcess process = StdioProcess.start(data)) {
      assertThat(process.ask(INIT))
          .isEqualTo(
              "{\"src\": \"payment\", \"dest\": \"c0\", \"body\": {\"type\": \"init_ok\", \"in_reply_to\": 1, \"msg_id\": 0}}");
      String charged = process.ask(CHARGE);
      String payment = idIn(charged);
      assertThat(charged).isEqualTo(charged(payment, "", 1));
      assertThat(process.ask(CHARGE))
          .isEqualTo(charged(payment, "\"note\": \"cached_result\", ", 2));
      String refunded = process.ask(REFUND);
      String refund = idIn(refunded);
      assertThat(refunded).isEqualTo(refunded("saga42", refund, "99.99", "", 3));
      assertThat(process.ask(REFUND))
          .isEqualTo(refunded("saga42", refund, "99.99", "\"note\": \"already_refunded\", ", 4));

      String compensation = REFUND.replace("saga42", "saga43");
      String nothing = process.ask(compensation);
      assertThat(nothing)
          .isEqualTo(refunded("saga43", idIn(nothing), "0", "\"note\": \"nothing_charged\", ", 5));
      assertThat(process.ask(compensation))
          .isEqualTo(refunded("saga43", idIn(nothing), "0", "\"note\": \"already_refunded\", ", 6));
      assertThat(process.ask(CHARGE.replace("saga42", "saga43")))
          .isEqualTo(
              error(
                  2,
                  14,
                  "The step was compensated before it was charged, so it is charged no more.",
                  7));

      assertThat(process.end()).isZero();
      assertThat(process.rest()).isEmpty();
    }
  }

  @Test
  void a_result_survives_a_kill_and_a_second_start_takes_the_database_over() throws Exception {
    String first;
    try (StdioProcess process = StdioProcess.start(data)) {
      first = process.ask(CHARGE);
      process.kill();
    }
    try (StdioProcess process = StdioProcess.start(data)) {
      assertThat(process.ask(CHARGE))
          .isEqualTo(charged(idIn(first), "\"note\": \"cached_result\", ", 0));
      assertThat(process.ask(REFUND)).contains("\"refunded\": 99.99}, \"in_reply_to\"");
      // Charged once and refunded: all that the account was opened with is there.
      assertThat(process.ask(charge("all", "1000000.00"))).contains("\"charged\": 1000000}");
      assertThat(process.ask(charge("more", "0.01"))).contains("\"code\": 22");
      assertThat(process.log()).contains("has left the database running");
      assertThat(process.terminate()).isZero();
    }
    try (StdioProcess process = StdioProcess.start(data)) {
      assertThat(process.ask(CHARGE)).contains(idIn(first), "cached_result");
      assertThat(process.log()).doesNotContain("has left the database running");
    }
  }

  @Test
  void whatever_comes_in_is_answered_and_the_process_goes_on() throws Exception {
    try (StdioProcess process =
        StdioProcess.start(data, "--payment.saga-steps.opening-balance=50.00")) {
      List<String> malformed =
          List.of(
              "no json",
              "",
              "[]",
              "{\"src\":\"c1\"}",
              "x".repeat(70_000),
              "\"\\ud800\"",
              CHARGE + "{}",
              CHARGE.replace("\"step\":2", "\"step\":-1"),
              CHARGE.replace("\"step\":2", "\"step\":2.0"),
              CHARGE.replace("saga42", ""),
              CHARGE.replace("99.99", "\"99.99\""),
              CHARGE.replace("99.99", "0"),
              CHARGE.replace("99.99", "-1"),
              CHARGE.replace("99.99", "99.999"),
              CHARGE.replace("99.99", "1e999999999"),
              CHARGE.replace("99.99", "1,\"currency\":\"EUR\""),
              CHARGE.replace("\"msg_id\":2,", ""),
              REFUND.replace("true", "false"));
      for (String line : malformed) {
        assertThat(process.ask(line)).as(line).contains("\"type\": \"error\"", "\"code\": 12");
      }
      assertThat(process.ask("no json")).startsWith("{\"src\": \"payment\", \"dest\": null, ");
      assertThat(process.ask(CHARGE.replace("ChargePayment", "ShipOrder")))
          .contains("\"in_reply_to\": 2, \"code\": 10");
      assertThat(process.ask(CHARGE)).contains("\"code\": 22");
      assertThat(process.ask(CHARGE.replace("99.99", "9.99"))).contains("\"code\": 22");
      assertThat(process.ask(charge("known", "20"))).contains("\"charged\": 20}");
      assertThat(process.ask(charge("known", "21"))).contains("\"code\": 22");
      assertThat(process.ask(CHARGE.replace("u42", "U 42").replace("saga42", "s9")))
          .contains("\"code\": 20");
      assertThat(process.ask(REFUND.replace("saga42", "known"))).contains("\"code\": 22");
      assertThat(
              process.ask(
                  "{\"src\":\"\\ud800\",\"body\":{\"type\":\"init\",\"msg_id\":3,\"more\":1}}"))
          .contains("\"type\": \"init_ok\", \"in_reply_to\": 3");
    }
  }

  @Test
  void where_a_provider_charges_no_step_is_offered() throws Exception {
    try (StdioProcess process =
        StdioProcess.start(
            data,
            "--payment.provider.kind=stripe",
            "--payment.provider.stripe.api-key=sk_test_of_nobody")) {
      assertThat(process.ask(INIT)).contains("init_ok");
      assertThat(process.ask(CHARGE)).contains("\"in_reply_to\": 2, \"code\": 10");
      assertThat(process.ask(REFUND)).contains("\"in_reply_to\": 2, \"code\": 10");
      assertThat(process.end()).isZero();
      assertThat(process.log()).doesNotContain("sk_test_of_nobody");
    }
  }

  @Test
  void two_processes_do_not_share_a_folder() throws Exception {
    try (StdioProcess first = StdioProcess.start(data)) {
      assertThat(first.ask(CHARGE)).contains("ChargePayment_ok");
      try (StdioProcess second = StdioProcess.start(data)) {
        assertThat(second.ask(INIT)).contains("init_ok");
        assertThat(second.ask(CHARGE)).contains("\"code\": 11");
        assertThat(second.log()).contains("another payment-service --stdio runs on");
        assertThat(second.end()).isEqualTo(1);
      }
      assertThat(first.ask(CHARGE)).contains("cached_result");
    }
  }

  private static String charge(String saga, String euros) {
    return CHARGE.replace("saga42", saga).replace("99.99", euros);
  }

  private static String idIn(String answer) {
    Matcher id = ID.matcher(answer);
    assertThat(id.find()).as(answer).isTrue();
    return id.group(1);
  }

  private static String charged(String id, String note, int number) {
    return """
        {"src": "payment", "dest": "c1", "body": {"type": "ChargePayment_ok", "saga_id": "saga42", "step": 2, "result": {"payment_id": "%s", "charged": 99.99}, %s"in_reply_to": 2, "msg_id": %d}}"""
        .formatted(id, note, number);
  }

  private static String refunded(String saga, String id, String euros, String note, int number) {
    return """
        {"src": "payment", "dest": "c1", "body": {"type": "RefundPayment_ok", "saga_id": "%s", "step": 2, "result": {"refund_id": "%s", "refunded": %s}, %s"in_reply_to": 2, "msg_id": %d}}"""
        .formatted(saga, id, euros, note, number);
  }

  private static String error(int replyTo, int code, String text, int number) {
    return """
        {"src": "payment", "dest": "c1", "body": {"type": "error", "in_reply_to": %d, "code": %d, "text": "%s", "msg_id": %d}}"""
        .formatted(replyTo, code, text, number);
  }
}
