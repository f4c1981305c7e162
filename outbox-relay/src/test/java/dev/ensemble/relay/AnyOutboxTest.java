package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.debezium.connector.postgresql.PostgresConnector;
import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import io.debezium.transforms.outbox.EventRouter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Outbox tables that others made are relayed as they are. */
class AnyOutboxTest {
  private final OutboxDatabase database = OutboxDatabase.notMigrated();
  // Part of the topic's name, so that each test has its own.
  private final String aggregateType = "Order-" + UUID.randomUUID();

  @AfterEach
  void dropSlots() {
    database.dropSlot();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          bytea        | \\x7b00ff7d
          text         | plain, with ü
          json         | {"b" :  1, "a": [null]}
          jsonb        | {"b" :  1, "a": [null]}
          """)
  void the_debezium_layout_gives_the_records_of_debezium_s_own_event_router(
      String type, String payload) throws Exception {
    database.asOwner(
        """
        CREATE TABLE public.outboxevent (
            id uuid PRIMARY KEY, aggregatetype varchar(255) NOT NULL,
            aggregateid varchar(255) NOT NULL, type varchar(255) NOT NULL, payload %s);
        CREATE PUBLICATION outbox FOR TABLE public.outboxevent WITH (publish = 'insert');
        GRANT USAGE ON SCHEMA public TO relay;
        GRANT SELECT ON public.outboxevent TO relay;
        """
            .formatted(type));
    Topic topic = Topic.create("outbox.event." + aggregateType, 3);
    SourceSettings settings = settings("public.outboxevent", "debezium", RowSettings.UNSET);
    try (RunningSource relay = RunningSource.start(settings).awaitStreaming();
        Debezium debezium = new Debezium()) {
      database.asOwner(
          """
          INSERT INTO public.outboxevent
          VALUES (gen_random_uuid(), '%s', 'order-7', 'OrderCreated', '%s')
          """
              .formatted(aggregateType, payload));

      ConsumerRecord<byte[], byte[]> ours = topic.await(1).getFirst();
      SourceRecord theirs = debezium.next();
      assertThat(ours.topic()).isEqualTo(theirs.topic());
      assertThat(ours.key()).isEqualTo(bytes(theirs.key()));
      assertThat(ours.value()).isEqualTo(bytes(theirs.value()));
      Map<String, String> headers = new LinkedHashMap<>();
      theirs.headers().forEach(header -> headers.put(header.key(), header.value().toString()));
      // The engine's own notes to itself, which no sink sends.
      headers.keySet().removeIf(name -> name.startsWith("__debezium.context."));
      assertThat(headers).isNotEmpty();
      assertThat(headers(ours)).isEqualTo(headers);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  @Test
  void names_of_mixed_case_and_columns_of_any_name_are_relayed() {
    database.asOwner(
        """
        CREATE SCHEMA "Sales";
        CREATE TYPE "Sales".kind AS ENUM ('Order', 'Refund');
        CREATE TABLE "Sales"."OutboxEvents" (
            "Id" bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, "aggregateId" uuid NOT NULL,
            "kind" "Sales".kind NOT NULL, "Body" jsonb NOT NULL, "tenant" text,
            "createdAt" timestamptz NOT NULL);
        CREATE PUBLICATION outbox FOR TABLE "Sales"."OutboxEvents" WITH (publish = 'insert');
        GRANT USAGE ON SCHEMA "Sales" TO relay;
        GRANT SELECT ON "Sales"."OutboxEvents" TO relay;
        """);
    Topic topic = Topic.create(aggregateType + ".Refund", 1);
    Map<String, String> headers =
        Map.of(
            "ce_id", "{Id}",
            "ce_source", "/sales/{kind}",
            "ce_time", "{createdAt}",
            "x", "{tenant}");
    RowSettings row =
        new RowSettings(
            "Id", "aggregateId", "Body", aggregateType + ".{kind}", headers, List.of("Id"));
    SourceSettings settings = settings("Sales.OutboxEvents", "ensemble", row);
    try (RunningSource relay = RunningSource.start(settings).awaitStreaming()) {
      database.asOwner(
          """
          INSERT INTO "Sales"."OutboxEvents" ("aggregateId", "kind", "Body", "createdAt")
          VALUES ('00000000-0000-4000-8000-000000000007', 'Refund', '{"amount":5}',
                  '2026-11-21 02:02:03+01')
          """);

      ConsumerRecord<byte[], byte[]> record = topic.await(1).getFirst();
      assertThat(Topic.key(record)).isEqualTo("00000000-0000-4000-8000-000000000007");
      assertThat(new String(record.value(), UTF_8)).isEqualTo("{\"amount\": 5}");
      assertThat(headers(record))
          .containsOnly(
              Map.entry("ce_id", "1"),
              Map.entry("ce_source", "/sales/Refund"),
              Map.entry("ce_time", "2026-11-21T01:02:03Z"));
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  private SourceSettings settings(String table, String layout, RowSettings row) {
    SourceSettings known = database.settings();
    SourceSettings settings =
        new SourceSettings(
            known.url(),
            known.username(),
            known.password(),
            known.slot(),
            "outbox",
            table,
            layout,
            row);
    settings.check("relay.sources.test");
    return settings;
  }

  private static Map<String, String> headers(ConsumerRecord<byte[], byte[]> record) {
    Map<String, String> headers = new LinkedHashMap<>();
    record
        .headers()
        .forEach(header -> headers.put(header.key(), new String(header.value(), UTF_8)));
    return headers;
  }

  /** As Debezium Server's converters for strings and bytes write it. */
  private static byte[] bytes(@Nullable Object value) {
    if (value instanceof ByteBuffer buffer) {
      byte[] bytes = new byte[buffer.remaining()];
      buffer.duplicate().get(bytes);
      return bytes;
    }
    return String.valueOf(value).getBytes(UTF_8);
  }

  /** Debezium as it comes, with its event router, from a slot of its own. */
  private final class Debezium implements AutoCloseable {
    private final BlockingQueue<SourceRecord> records = new LinkedBlockingQueue<>();
    private final DebeziumEngine<RecordChangeEvent<SourceRecord>> engine;
    private final Thread thread;
    private final String slot = database.slot() + "_debezium";

    Debezium() {
      // Made here, so that the rows that follow are behind it.
      database.query("SELECT pg_create_logical_replication_slot('%s', 'pgoutput')".formatted(slot));
      engine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(properties())
              .notifying(change -> records.add(change.record()))
              .build();
      thread = Thread.ofVirtual().start(engine);
    }

    private Properties properties() {
      SourceSettings settings = database.settings();
      Properties properties = new Properties();
      properties.setProperty("name", "router");
      properties.setProperty("topic.prefix", "router");
      properties.setProperty("connector.class", PostgresConnector.class.getName());
      properties.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
      properties.setProperty("snapshot.mode", "no_data");
      properties.setProperty("plugin.name", "pgoutput");
      properties.setProperty("publication.name", "outbox");
      properties.setProperty("publication.autocreate.mode", "disabled");
      properties.setProperty("slot.name", slot);
      properties.setProperty("database.hostname", settings.host());
      properties.setProperty("database.port", settings.port());
      properties.setProperty("database.dbname", settings.database());
      properties.setProperty("database.user", settings.username());
      properties.setProperty("database.password", settings.password());
      properties.setProperty("table.include.list", "public.outboxevent");
      properties.setProperty("transforms", "outbox");
      properties.setProperty("transforms.outbox.type", EventRouter.class.getName());
      return properties;
    }

    SourceRecord next() throws InterruptedException {
      long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(90);
      while (System.nanoTime() < until) {
        SourceRecord record = records.poll(1, TimeUnit.SECONDS);
        // The relay's heartbeats are messages in the WAL, which Debezium shows as well.
        if (record != null && !record.topic().equals("router.message")) {
          return record;
        }
      }
      throw new AssertionError("Debezium sent no row");
    }

    @Override
    public void close() throws IOException {
      engine.close();
      try {
        thread.join(java.time.Duration.ofSeconds(30));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      org.awaitility.Awaitility.await()
          .until(
              () ->
                  "f"
                      .equals(
                          database.query(
                              "SELECT active FROM pg_replication_slots WHERE slot_name = '%s'"
                                  .formatted(slot))));
      database.query("SELECT pg_drop_replication_slot('%s')".formatted(slot));
    }
  }
}
