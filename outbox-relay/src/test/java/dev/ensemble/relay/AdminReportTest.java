package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class AdminReportTest {
  private static final JsonNode PAGE =
      JsonMapper.builder()
          .build()
          .readTree(
              """
              {"source": "orders", "quarantinedCount": 4212, "quarantined": [
                {"id": "i", "key": "k", "reason": "r", "since": "s"},
                {"id": "j", "key": "k", "reason": "waits for row i", "since": "s"}]}
              """);

  @Test
  void a_page_of_rows_says_what_it_leaves_out_and_how_to_see_it() {
    List<String> lines = AdminReport.quarantine(List.of(PAGE), 100);

    assertThat(lines).hasSize(4);
    assertThat(lines.getLast())
        .isEqualTo("orders: 2 of 4,212 rows are shown, the next ones with --from=102");
    assertThat(AdminReport.quarantine(List.of(PAGE), 4210)).hasSize(3);
  }

  @Test
  void a_page_beyond_the_last_row_is_told_from_an_empty_quarantine() {
    JsonNode empty =
        JsonMapper.builder()
            .build()
            .readTree("{\"source\": \"orders\", \"quarantinedCount\": 0, \"quarantined\": []}");

    assertThat(AdminReport.quarantine(List.of(empty), 0)).containsExactly("No row is quarantined.");
    assertThat(AdminReport.quarantine(List.of(empty), 100))
        .containsExactly("No further row is quarantined.");
  }

  /** A relay that does not stream does not know, which is not the same as none. */
  @Test
  void a_standby_is_not_taken_for_an_empty_quarantine() {
    JsonNode standby =
        JsonMapper.builder().build().readTree("{\"source\": \"orders\", \"phase\": \"STANDBY\"}");

    assertThat(AdminReport.quarantine(List.of(standby), 0))
        .containsExactly(
            "orders: not known here, because this relay does not stream it: it is STANDBY. Ask the"
                + " one that does.");
  }
}
