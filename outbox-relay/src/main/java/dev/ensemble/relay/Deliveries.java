package dev.ensemble.relay;

import java.sql.SQLException;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes the delivery of one source. */
final class Deliveries {
  private static final Logger log = LoggerFactory.getLogger(Deliveries.class);

  private final SourceState state;
  private final SourceSettings source;
  private final RelaySettings relay;

  Deliveries(SourceState state, SourceSettings source, RelaySettings relay) {
    this.state = state;
    this.source = source;
    this.relay = relay;
  }

  Delivery make() {
    PgOutput decoder =
        new PgOutput(
            source.schemaName(),
            source.tableName(),
            columns -> RowMapping.of(source.completeRow(), columns, types()));
    return switch (relay.delivery()) {
      case AT_LEAST_ONCE ->
          new AtLeastOnce(new Sender(relay.kafka().producer(state.name()), state), decoder);
      case TRANSACTIONAL -> new Transactional(this::openTransactional, decoder);
    };
  }

  /** A database's own types may change, so they are asked for as often as the columns come. */
  private ColumnTypes types() {
    try (SourceDatabase database = SourceDatabase.open(source, "types")) {
      return database.columnTypes();
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED,
          "The types of the table's columns could not be read: " + e.getMessage(),
          e);
    }
  }

  private Transactional.Opened openTransactional() throws InterruptedException {
    Slot slot = slot();
    String id = "ensemble-relay-" + slot.name();
    PositionTopic positions = new PositionTopic(relay.kafka(), relay.positionTopic(), slot.name());
    positions.makeIfMissing();
    Sender sender = new Sender(relay.kafka().producer(state.name(), id), state);
    try {
      sender.step(KafkaProducer::initTransactions);
      Position published = positions.read();
      log.info("Source {} is published up to {}", state.name(), published);
      refuseGap(published, slot.confirmedLsn());
      return new Transactional.Opened(sender, new Rows(sender), positions, new Repeats(published));
    } catch (RuntimeException | InterruptedException e) {
      sender.close();
      throw e;
    }
  }

  /** The slot moves behind the position, so one that is ahead of it was moved by somebody else. */
  private void refuseGap(Position published, long confirmedLsn) {
    if (published.confirmable() != 0 && confirmedLsn > published.confirmable()) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          """
          Refused: slot %s stands at %s, but only what lies before %s is published: the rows \
          between the two would be lost. What to do: see 'recover' in the relay's README."""
              .formatted(source.slot(), Position.text(confirmedLsn), published.confirmableLsn()),
          null);
    }
  }

  /**
   * @param name of the slot and its server, unique among all servers
   */
  private record Slot(String name, long confirmedLsn) {}

  /** It does not move any more: this relay holds it and has confirmed nothing yet. */
  private Slot slot() {
    try (SourceDatabase database = SourceDatabase.open(source, "position")) {
      return new Slot(
          database.systemIdentifier() + "-" + source.slot(), database.readSlot().wal().confirmed());
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED, "The slot's position could not be read: " + e.getMessage(), e);
    }
  }
}
