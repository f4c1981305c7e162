package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.debezium.embedded.Connect;
import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.DebeziumEngine.RecordCommitter;
import io.debezium.engine.RecordChangeEvent;
import io.debezium.engine.format.ChangeEventFormat;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is asked for while nothing is acknowledged must not pile up. */
class SilentBrokerTest {
  private static final Delivery.Mode MODE = Delivery.Mode.AT_LEAST_ONCE;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int EMPTY_SLICES = 100;

  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);
  private final AtomicInteger rowsRead = new AtomicInteger();
  private final AtomicInteger emptyMarked = new AtomicInteger();
  private final AtomicInteger fullMarked = new AtomicInteger();

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void empty_slices_behind_a_row_that_is_not_acknowledged_are_not_kept() throws Exception {
    SourceSettings settings = database.settings();
    new Admission(new SourceState("test"), settings, PATIENCE).await();
    // The client keeps the row to itself for longer than this test lasts.
    RelaySettings relay = RunningSource.relay(settings, Map.of("linger.ms", "80000"), MODE);
    Thread engineThread;
    try (Delivery delivery = new Deliveries(new SourceState("test"), settings, relay).make()) {
      PublishPass pass = new PublishPass(delivery, new Commands(), new PublishPass.Listener() {});
      DebeziumEngine<RecordChangeEvent<SourceRecord>> engine =
          DebeziumEngine.create(ChangeEventFormat.of(Connect.class))
              .using(EngineSettings.of("test", settings, MODE))
              .notifying(
                  (records, committer) -> {
                    records.forEach(
                        record -> rowsRead.addAndGet(slice(record).commitTimes().rows()));
                    pass.handleBatch(records, new Counting(committer));
                  })
              .build();
      engineThread = Thread.ofPlatform().start(engine);
      database.insert(topic.name(), "k", 1);
      await().atMost(PATIENCE).until(() -> rowsRead.get() == 1);
      int before = emptyMarked.get();
      await().atMost(PATIENCE).until(() -> emptyMarked.get() > before + EMPTY_SLICES);
      assertThat(fullMarked).hasValue(0);
      engine.close();
    }
    engineThread.join();
  }

  private static Slice slice(RecordChangeEvent<SourceRecord> change) {
    return (Slice) change.record().value();
  }

  private final class Counting implements RecordCommitter<RecordChangeEvent<SourceRecord>> {
    private final RecordCommitter<RecordChangeEvent<SourceRecord>> engine;

    private Counting(RecordCommitter<RecordChangeEvent<SourceRecord>> engine) {
      this.engine = engine;
    }

    @Override
    public void markProcessed(RecordChangeEvent<SourceRecord> record) throws InterruptedException {
      (slice(record).confirmableLsn() == 0 ? emptyMarked : fullMarked).incrementAndGet();
      engine.markProcessed(record);
    }

    @Override
    public void markBatchFinished() throws InterruptedException {
      engine.markBatchFinished();
    }

    @Override
    public void markProcessed(
        RecordChangeEvent<SourceRecord> record, DebeziumEngine.Offsets sourceOffsets)
        throws InterruptedException {
      engine.markProcessed(record, sourceOffsets);
    }

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      return engine.buildOffsets();
    }
  }
}
