package dev.ensemble.messaging.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown of others' bytes where nobody asked for all of it. */
class MasksTest {

  @Test
  void the_names_of_fields_are_shown_and_those_of_a_maps_entries_are_not() {
    String payload =
        """
        {"orderId": "o-1", "lines": [{"sku": "mug", "paid": true, "note": null}],
         "shares": {"alice@example.com": 1, "bobby@example.com": 2.5, "né": {"x": 1}}}
        """;

    assertThat(Masks.masked(bytes(payload)).toString())
        .isEqualTo(
            """
            {"orderId":"<string of 3>",
            "lines":[{"sku":"<string of 3>","paid":"<boolean>","note":null}],
            "shares":{"<name 1, of 17>":"<number of 1>","<name 2, of 17>":"<number of 3>",
            "<name 3, of 2>":{"x":"<number of 1>"}}}
            """
                .replace("\n", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "ce_specversion, 1.0",
    "ce_id, 01890000-0000-7000-8000-000000000001",
    "ce_source, /ensemble/order-service",
    "ce_type, order.placed.v1",
    "ce_time, 2026-01-01T00:00:00.123456Z",
    "ce_causationid, 01890000-0000-7000-8000-000000000001",
    "ce_sequence, 17",
    "content-type, application/json; charset=UTF-8",
    "traceparent, 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
  })
  void the_envelope_is_shown_where_it_has_its_form_and_masked_where_it_has_not(
      String name, String value) {
    assertThat(masked(name, value)).isEqualTo(value);
    for (String other : new String[] {value + "\u001b", "", "\u00e9", value.repeat(256)}) {
      assertThat(masked(name, other)).startsWith("<" + bytes(other).length + " bytes, sha-256 ");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ce_id", "ce_causationid", "ce_sequence", "ce_time", "traceparent"})
  void what_should_be_an_id_a_number_or_a_time_is_not_shown_where_it_is_a_word(String name) {
    assertThat(masked(name, "alice")).startsWith("<5 bytes");
  }

  @Test
  void other_headers_are_not_shown() {
    assertThat(masked("ce_subject", UUID.randomUUID().toString())).startsWith("<36 bytes");
    assertThat(masked("ce_correlationid", "17")).startsWith("<2 bytes");
    assertThat(masked("tracestate", "a=b")).startsWith("<3 bytes");
  }

  private static String masked(String name, String value) {
    return String.valueOf(
        ContentView.HeaderView.of(new RecordHeader(name, bytes(value)), Disclosure.MASKED).value());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
