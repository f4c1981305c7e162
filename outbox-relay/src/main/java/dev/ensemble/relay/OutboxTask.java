package dev.ensemble.relay;

import io.debezium.config.Configuration;
import io.debezium.connector.postgresql.PostgresConnectorConfig;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Hands the engine slices of the stream instead of Debezium's change events: an outbox is inserted
 * into and nothing else, so most of what makes a change event (schemas, the row before, the source
 * block, metrics that render each record as text) is work for nobody. See infra/decisions/0009.
 *
 * <p>Public only because the engine makes it by its name.
 */
public class OutboxTask extends SourceTask {
  private static final String TOPIC = "slices";

  private @Nullable WalStream stream;
  // Written by whoever marks: the polling thread, or the one that stops while no batch is in hand.
  private final AtomicLong marked = new AtomicLong();
  private long handedOut;

  @Override
  public void start(Map<String, String> properties) {
    try {
      stream =
          WalStream.open(
              new PostgresConnectorConfig(Configuration.from(properties)),
              SliceLimits.from(properties));
    } catch (SQLException e) {
      throw new ConnectException("The stream did not start: " + e.getMessage(), e);
    }
  }

  /**
   * At once at the start, so that whoever publishes knows that the slot is held; then what there
   * is, or an empty slice: soon, as long as one is not marked, so that its acknowledgement is
   * noticed, and otherwise a few times a second, for whoever wants something between two slices.
   */
  @Override
  public List<SourceRecord> poll() throws InterruptedException {
    try {
      boolean unmarked = marked.get() < handedOut;
      Slice slice = handedOut == 0 ? Slice.opening(open().readerPid()) : open().next(unmarked);
      handedOut++;
      return List.of(new SourceRecord(Map.of(), Map.of(), TOPIC, null, null, null, null, slice));
    } catch (SQLException e) {
      throw new ConnectException("The stream broke: " + e.getMessage(), e);
    }
  }

  /** Called for each slice in turn, when all of its rows are published. */
  @Override
  public void commitRecord(SourceRecord record, @Nullable RecordMetadata none) {
    marked.incrementAndGet();
    open().confirm(((Slice) record.value()).confirmableLsn());
  }

  @Override
  public void stop() {
    WalStream last = stream;
    if (last != null) {
      last.close();
    }
  }

  private WalStream open() {
    WalStream open = stream;
    if (open == null) {
      throw new IllegalStateException("The task has not started");
    }
    return open;
  }

  @Override
  public String version() {
    return io.debezium.connector.postgresql.Module.version();
  }
}
