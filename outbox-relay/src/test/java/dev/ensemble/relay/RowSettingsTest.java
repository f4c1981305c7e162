package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** How a row becomes a record, as it can be set. */
class RowSettingsTest {
  private static final String PREFIX = "relay.sources.orders.";
  private final Map<String, String> given =
      new HashMap<>(
          Map.of(
              "relay.kafka.bootstrap-servers",
              "localhost:9092",
              PREFIX + "url",
              "jdbc:postgresql://localhost/orders",
              PREFIX + "username",
              "relay",
              PREFIX + "slot",
              "outbox_orders"));

  @Test
  void without_a_word_the_table_is_the_library_s_own() {
    RowSettings row = row();

    assertThat(row).isEqualTo(Layout.ENSEMBLE);
    assertThat(row.columns()).containsEntry("partition_key", "row.key");
  }

  @Test
  void a_layout_can_be_changed_in_part() {
    given.put(PREFIX + "layout", "debezium");
    given.put(PREFIX + "row.topic", "{aggregatetype}.facts");
    given.put(PREFIX + "row.order", "created_at,id");

    RowSettings row = row();

    assertThat(row.key()).isEqualTo("aggregateid");
    assertThat(row.topic()).isEqualTo("{aggregatetype}.facts");
    assertThat(row.headers()).containsExactly(Map.entry("id", "{id}"));
    assertThat(row.orderColumns()).isEqualTo(List.of("created_at", "id"));
  }

  @Test
  void headers_that_are_set_are_all_the_headers() {
    given.put(PREFIX + "row.headers.ce_id", "{id}");
    given.put(PREFIX + "row.headers.content-type", "application/json");

    assertThat(row().headers())
        .containsOnly(Map.entry("ce_id", "{id}"), Map.entry("content-type", "application/json"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          layout              | axon            | layout is "axon", but must be one of ensemble, debezium
          row.id              | {id}            | row.id is "{id}", but must match
          row.key             | ''              | row.key is "", but must match
          row.value           | pay load        | row.value is "pay load", but must match
          row.order           | id,{at}         | row.order is "{at}", but must match
          row.topic           | ''              | row.topic is empty
          row.topic           | facts.{type     | row.topic is "facts.{type", where a { is not closed
          row.topic           | facts.type}     | row.topic is "facts.type}", where a } closes nothing
          row.topic           | facts.{}        | where {} names no column
          row.topic           | facts.{a{b}}    | where {a{b} names no column
          row.topic           | facts/{type}    | no topic's name holds other signs
          row.headers.id      | ''              | row.headers[id] is empty
          row.headers.id      | {id             | row.headers[id] is "{id", where a { is not closed
          row.headers[a b]    | {id}            | row.headers names "a b", which is no header's name
          row.headers.ce.id   | {id}            | row.headers names "ce.id", as the name of a variable
          row.header.id       | {id}            | row.header
          """)
  void a_mistake_is_a_sentence_that_names_the_property(
      String property, String value, String sentence) {
    given.put(PREFIX + property, value);

    runner()
        .run(
            context ->
                assertThat(context)
                    .getFailure()
                    .hasStackTraceContaining(PREFIX + property.replaceAll("[.\\[].*", ""))
                    .hasStackTraceContaining(sentence));
  }

  private RowSettings row() {
    Map<String, RowSettings> rows = new HashMap<>();
    runner()
        .run(
            context ->
                context
                    .getBean(RelaySettings.class)
                    .sources()
                    .forEach((name, source) -> rows.put(name, source.completeRow())));
    return java.util.Objects.requireNonNull(rows.get("orders"));
  }

  private ApplicationContextRunner runner() {
    return new ApplicationContextRunner()
        .withUserConfiguration(RelaySettingsTest.Bound.class)
        .withPropertyValues(
            given.entrySet().stream()
                .map(each -> each.getKey() + "=" + each.getValue())
                .toArray(String[]::new));
  }
}
