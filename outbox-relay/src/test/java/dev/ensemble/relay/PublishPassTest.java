package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.debezium.engine.DebeziumEngine;
import io.debezium.engine.RecordChangeEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.connect.errors.RetriableException;
import org.apache.kafka.connect.source.SourceRecord;
import org.junit.jupiter.api.Test;

class PublishPassTest {
  private final List<RelayFailure> failures = new ArrayList<>();

  /** The engine answers a RetriableException with the next batch. */
  @Test
  void no_failure_leaves_the_pass_as_one_that_the_engine_would_retry() {
    RelaySettings relay = RunningSource.relay(OutboxDatabase.notMigrated().settings(), Map.of());
    SourceSettings source = OutboxDatabase.notMigrated().settings();
    SourceRecord record =
        new SourceRecord(Map.of(), Map.of(), "t", null, null, null, null, new Slice());
    try (Delivery delivery = new Deliveries(new SourceState("test"), source, relay).make()) {
      PublishPass pass =
          new PublishPass(
              delivery,
              new Commands(),
              new PublishPass.Listener() {
                @Override
                public void failed(RelayFailure failure) {
                  failures.add(failure);
                }
              });

      assertThatThrownBy(() -> pass.handleBatch(List.of(() -> record), new RetriableCommitter()))
          .isInstanceOf(RelayFailure.class)
          .isNotInstanceOf(RetriableException.class);
      assertThat(failures).hasSize(1);
    }
  }

  private static final class RetriableCommitter
      implements DebeziumEngine.RecordCommitter<RecordChangeEvent<SourceRecord>> {
    @Override
    public void markProcessed(RecordChangeEvent<SourceRecord> record) {
      throw new RetriableException("again");
    }

    @Override
    public void markBatchFinished() {
      throw new RetriableException("again");
    }

    @Override
    public void markProcessed(
        RecordChangeEvent<SourceRecord> record, DebeziumEngine.Offsets sourceOffsets) {
      throw new RetriableException("again");
    }

    @Override
    public DebeziumEngine.Offsets buildOffsets() {
      throw new RetriableException("again");
    }
  }
}
