package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.ensemble.relay.RowMapping.Column;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows as PostgreSQL sends them, turned into records. */
class RowMappingTest {
  private static final String ANY_TABLE =
      """
      CREATE TABLE messaging.things (id uuid DEFAULT '00000000-0000-4000-8000-0123456789ab',
          key text DEFAULT 'k', value text DEFAULT 'v', topic text DEFAULT 't', kind text);
      CREATE PUBLICATION things FOR TABLE messaging.things WITH (publish = 'insert');
      """;
  private static final RowSettings ANY =
      new RowSettings("id", "key", "value", "{topic}", Map.of("kind", "{kind}"), null);

  private final OutboxDatabase database = OutboxDatabase.create();

  RowMappingTest() {
    database.query(
        "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(database.slot()));
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void the_ensemble_layout_is_a_cloud_event() {
    UUID id = database.insert("order.events", "order-1", 1);

    ProducerRecord<byte[], byte[]> record = records(Layout.ENSEMBLE, "outbox").getFirst();

    assertThat(record.topic()).isEqualTo("order.events");
    assertThat(record.key()).isEqualTo("order-1".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo("{\"n\":1}".getBytes(UTF_8));
    // Neither a cause nor a tracestate: a null becomes no header.
    assertThat(headers(record))
        .containsExactly(
            "ce_specversion=1.0",
            "ce_id=" + id,
            "ce_source=/tests/counter",
            "ce_type=thing.counted.v1",
            "ce_subject=order-1",
            "ce_time=2026-11-21T01:02:03.456789Z",
            "ce_partitionkey=order-1",
            "ce_correlationid=order-1",
            "ce_sequence=1",
            "content-type=application/json",
            "traceparent=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  }

  @Test
  void the_debezium_layout_is_what_debezium_s_event_router_makes() {
    database.asOwner(
        """
        CREATE TABLE messaging.theirs (id uuid PRIMARY KEY, aggregatetype varchar(255) NOT NULL,
            aggregateid varchar(255) NOT NULL, type varchar(255) NOT NULL, payload jsonb);
        CREATE PUBLICATION theirs FOR TABLE messaging.theirs WITH (publish = 'insert');
        INSERT INTO messaging.theirs
        VALUES ('406c07f3-26f0-4eea-a50c-109940064b8f', 'Order', '42', 'OrderCreated', '{"a":[1]}');
        """);

    ProducerRecord<byte[], byte[]> record = records(Layout.DEBEZIUM, "theirs").getFirst();

    assertThat(record.topic()).isEqualTo("outbox.event.Order");
    assertThat(record.key()).isEqualTo("42".getBytes(UTF_8));
    assertThat(record.value()).isEqualTo("{\"a\": [1]}".getBytes(UTF_8));
    assertThat(headers(record)).containsExactly("id=406c07f3-26f0-4eea-a50c-109940064b8f");
  }

  @Test
  void every_type_is_written_as_its_text() {
    database.asOwner(
        """
        CREATE TYPE mood AS ENUM ('calm', 'très content');
        CREATE DOMAIN order_id AS uuid;
        CREATE DOMAIN old_order_id AS order_id;
        CREATE TABLE messaging.types (a bytea, b text, c varchar(9), d char(4), e name, f json,
            g jsonb, h uuid, i smallint, j integer, k bigint, l boolean, m boolean, n timestamp,
            o timestamptz, p date, q mood, r old_order_id, s bigint, t timestamptz, u date);
        CREATE PUBLICATION types FOR TABLE messaging.types WITH (publish = 'insert');
        INSERT INTO messaging.types VALUES ('\\x00ff', 'ü€', 'c', 'd', 'e', '{"f" : 1}',
            '{"g":"é"}', '406c07f3-26f0-4eea-a50c-109940064b8f', -32768, 2147483647,
            -9223372036854775808, true, false, '1999-12-31 23:59:59.5',
            '2026-11-21 02:02:03.456789+01', '2024-02-29', 'très content',
            'ffffffff-ffff-ffff-ffff-ffffffffffff', 0, '-infinity', 'infinity');
        """);

    assertThat(texts("types", true))
        .containsExactly(
            "\u0000\uFFFD",
            "ü€",
            "c",
            "d   ",
            "e",
            "{\"f\" : 1}",
            "{\"g\": \"é\"}",
            "406c07f3-26f0-4eea-a50c-109940064b8f",
            "-32768",
            "2147483647",
            "-9223372036854775808",
            "true",
            "false",
            "1999-12-31T23:59:59.500Z",
            "2026-11-21T01:02:03.456789Z",
            "2024-02-29",
            "très content",
            "ffffffff-ffff-ffff-ffff-ffffffffffff",
            "0",
            "-infinity",
            "infinity");
  }

  @Test
  void a_type_that_has_only_a_text_form_is_published_as_that() {
    database.asOwner(
        """
        CREATE TABLE messaging.types (b text, g jsonb, h uuid, k bigint);
        CREATE PUBLICATION types FOR TABLE messaging.types WITH (publish = 'insert');
        INSERT INTO messaging.types
        VALUES ('b', '{"g":1}', '406c07f3-26f0-4eea-a50c-109940064b8f', -7);
        """);

    assertThat(texts("types", false))
        .containsExactly("b", "{\"g\": 1}", "406c07f3-26f0-4eea-a50c-109940064b8f", "-7");
  }

  @Test
  void bytes_that_come_as_text_are_not_taken_for_the_payload() {
    database.insert("t", "k", 1);
    SentRows sent = SentRows.peek(database, "outbox", false);
    RowMapping mapping = RowMapping.of(Layout.ENSEMBLE, sent.columns());

    assertThatThrownBy(() -> mapping.map(sent.rows().getFirst()))
        .isInstanceOf(RelayFailure.class)
        .hasMessageContaining("column payload as text");
  }

  @Test
  void a_template_takes_several_columns_and_its_own_words() {
    database.asOwner(ANY_TABLE + "INSERT INTO messaging.things (kind) VALUES ('new')");
    RowSettings row =
        new RowSettings(
            "id", "key", "value", "a.{topic}-{kind}.z", Map.of("what", "{kind}/{key}!"), null);

    ProducerRecord<byte[], byte[]> record = records(row, "things").getFirst();

    assertThat(record.topic()).isEqualTo("a.t-new.z");
    assertThat(headers(record)).containsExactly("what=new/k!");
  }

  @Test
  void what_rows_repeat_is_told_from_what_changes() {
    database.asOwner(
        ANY_TABLE
            + """
            INSERT INTO messaging.things (topic, kind)
            SELECT 't' || n % 200, NULLIF('kind' || n % 3, 'kind2')
              FROM generate_series(0, 999) AS n
            """);

    List<ProducerRecord<byte[], byte[]>> records = records(ANY, "things");

    assertThat(records).hasSize(1000);
    for (int n = 0; n < 1000; n++) {
      assertThat(records.get(n).topic()).isEqualTo("t" + n % 200);
      assertThat(headers(records.get(n)))
          .isEqualTo(n % 3 == 2 ? List.of() : List.of("kind=kind" + n % 3));
    }
  }

  @Test
  void a_row_that_can_be_no_record_says_which_and_why() {
    assertUnusable("(key) VALUES (NULL)", "", "has no key");
    assertUnusable("(value) VALUES (NULL)", "k", "has no value");
    assertUnusable("(topic) VALUES (NULL)", "k", "has no topic");
    assertUnusable("(topic) VALUES ('')", "k", "cannot have: \"\"");
    assertUnusable("(topic) VALUES ('..')", "k", "cannot have: \"..\"");
    assertUnusable("(topic) VALUES ('a/b')", "k", "cannot have: \"a/b\"");
    assertUnusable("(topic) VALUES (repeat('x', 250))", "k", "cannot have: \"xxx");
  }

  @Test
  void a_row_without_a_header_that_must_be_there_is_no_record() {
    database.asOwner(ANY_TABLE + "INSERT INTO messaging.things (kind) VALUES (NULL)");
    SentRows sent = SentRows.peek(database, "things", true);

    for (Map<String, String> headers :
        List.of(Map.of("ce_type", "{kind}"), Map.of("what", "a {kind}"))) {
      RowSettings row = new RowSettings("id", "key", "value", "{topic}", headers, null);
      RowMapping mapping = RowMapping.of(row, sent.columns());
      UnusableRow unusable =
          catchThrowableOfType(UnusableRow.class, () -> mapping.map(sent.rows().getFirst()));
      assertThat(unusable.reason())
          .isEqualTo("has no value for header " + headers.keySet().iterator().next());
    }
  }

  @Test
  void a_column_that_is_missing_is_named_with_the_property_that_needs_it() {
    assertRefused(
        List.of(new Column("id", 2950)), "column key, which relay.sources.<name>.row.key");
  }

  @Test
  void a_type_that_cannot_be_read_is_named_with_the_property_that_needs_it() {
    List<Column> columns = new ArrayList<>();
    for (String name : List.of("id", "key", "value", "topic")) {
      columns.add(new Column(name, 25));
    }
    columns.add(new Column("kind", 1700)); // numeric
    assertRefused(columns, "column kind, which relay.sources.<name>.row.headers[kind] names, has");
  }

  private void assertUnusable(String columnsAndValues, String key, String reason) {
    database.asOwner("DROP TABLE IF EXISTS messaging.things; DROP PUBLICATION IF EXISTS things;");
    database.asOwner(ANY_TABLE + "INSERT INTO messaging.things " + columnsAndValues);
    SentRows sent = SentRows.peek(database, "things", true);
    RowMapping mapping = RowMapping.of(ANY, sent.columns());

    UnusableRow unusable =
        catchThrowableOfType(UnusableRow.class, () -> mapping.map(sent.rows().getLast()));
    assertThat(unusable.id()).isEqualTo("00000000-0000-4000-8000-0123456789ab");
    assertThat(unusable.key()).isEqualTo(key.getBytes(UTF_8));
    assertThat(unusable.reason()).contains(reason);
  }

  private static void assertRefused(List<Column> columns, String sentence) {
    assertThatThrownBy(() -> RowMapping.of(ANY, columns))
        .isInstanceOfSatisfying(
            RelayFailure.class,
            failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.REFUSED))
        .hasMessageContaining(sentence);
  }

  private List<ProducerRecord<byte[], byte[]>> records(RowSettings settings, String publication) {
    SentRows sent = SentRows.peek(database, publication, true);
    RowMapping mapping = RowMapping.of(settings, sent.columns());
    List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
    for (Row row : sent.rows()) {
      try {
        records.add(mapping.map(row));
      } catch (UnusableRow e) {
        throw new AssertionError(e);
      }
    }
    return records;
  }

  /** Each column of the one row, as a header has it and as a value has it, which is the same. */
  private List<String> texts(String publication, boolean binary) {
    SentRows sent = SentRows.peek(database, publication, binary);
    List<String> texts = new ArrayList<>();
    for (Column column : sent.columns()) {
      String name = column.name();
      RowSettings settings =
          new RowSettings(name, name, name, "t", Map.of("text", "{" + name + "}"), null);
      RowMapping mapping = RowMapping.of(settings, sent.columns(), types());
      try {
        ProducerRecord<byte[], byte[]> record = mapping.map(sent.rows().getFirst());
        assertThat(record.headers().lastHeader("text").value())
            .isEqualTo(record.value())
            .isEqualTo(record.key())
            .isEqualTo(mapping.id(sent.rows().getFirst()));
        texts.add(new String(record.value(), UTF_8));
      } catch (UnusableRow e) {
        throw new AssertionError(e);
      }
    }
    return texts;
  }

  private ColumnTypes types() {
    try (SourceDatabase open = SourceDatabase.open(database.settings(), "test")) {
      return open.columnTypes();
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> headers(ProducerRecord<byte[], byte[]> record) {
    List<String> headers = new ArrayList<>();
    for (Header header : record.headers()) {
      headers.add(header.key() + "=" + new String(header.value(), UTF_8));
    }
    return headers;
  }
}
