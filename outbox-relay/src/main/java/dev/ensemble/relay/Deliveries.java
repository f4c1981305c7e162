package dev.ensemble.relay;

import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.ProducerConfig;
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
    PgOutput decoder = new PgOutput(source.schemaName(), source.tableName(), this::mapping);
    return switch (relay.delivery()) {
      case AT_LEAST_ONCE -> new AtLeastOnce(this::openAtLeastOnce, decoder);
      case TRANSACTIONAL -> new Transactional(this::openTransactional, decoder);
    };
  }

  RowMapping mapping(List<RowMapping.Column> columns) {
    return RowMapping.of(source.completeRow(), columns, types());
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

  private Delivery.Opened openAtLeastOnce() throws InterruptedException {
    Slot slot = slot();
    StateTopic topic = topic(slot);
    topic.makeIfMissing();
    Map<String, Object> settings = relay.kafka().producer(state.name());
    Sender sender = new Sender(settings, state);
    try {
      Map<String, byte[]> known = topic.read();
      String key = Position.boundKey(known.keySet());
      Delivery.Opened opened =
          opened(slot, topic, known, outlet(sender, settings, topic, known), key);
      forgetOlderPositions(opened, known);
      return opened;
    } catch (RuntimeException | InterruptedException e) {
      sender.close();
      throw e;
    }
  }

  /** In this order: a crash in between leaves one that counts. */
  private static void forgetOlderPositions(Delivery.Opened opened, Map<String, byte[]> known)
      throws InterruptedException {
    StateTopic topic = opened.outlet().state();
    Sender sender = opened.outlet().sender();
    long slotAt = opened.published().confirmable();
    if (slotAt != 0) {
      Position now = Position.bound(slotAt, opened.timeline());
      sender.sendState(topic.record(opened.positionKey(), now), new Receipt());
    }
    for (String older : known.keySet()) {
      if (Position.isKey(older)) {
        sender.sendState(topic.forgotten(older), new Receipt());
      }
    }
  }

  private Delivery.Opened opened(
      Slot slot,
      StateTopic topic,
      Map<String, byte[]> known,
      Delivery.Outlet outlet,
      String positionKey) {
    Position published = published(slot, topic, known);
    SlotDoctor.refuseToGoOn(new SlotDoctor(source).positionAgainst(published, slot.facts()));
    return new Delivery.Opened(outlet, published, slot.timeline(), positionKey);
  }

  private Delivery.Opened openTransactional() throws InterruptedException {
    Slot slot = slot();
    StateTopic topic = topic(slot);
    topic.makeIfMissing();
    boolean refusesGaps = TransactionVersion.refusesGaps(relay.kafka());
    Map<String, Object> settings =
        relay.kafka().producer(state.name(), "ensemble-relay-" + slot.name(), refusesGaps);
    Sender sender = new Sender(settings, state);
    try {
      sender.initTransactions();
      Map<String, byte[]> known = topic.read();
      return opened(slot, topic, known, outlet(sender, settings, topic, known), Position.KEY);
    } catch (RuntimeException | InterruptedException e) {
      sender.close();
      throw e;
    }
  }

  /**
   * What a takeover will do, as far as it changes nothing: the classes that it needs are loaded
   * then, which is half of its time.
   *
   * @return whether it could have taken over
   */
  boolean rehearse() {
    try {
      StateTopic topic = topic(slot());
      topic.makeIfMissing();
      new Sender(relay.kafka().producer(state.name()), state).close();
      topic.rehearse();
      return true;
    } catch (RelayFailure e) {
      log.info(
          "Source {} stands by, but could not take over now: {}", state.name(), e.getMessage());
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** How far the rows are published that this slot brings. */
  private Position published(Slot slot, StateTopic topic, Map<String, byte[]> known) {
    String key = Position.keyOf(known.keySet());
    byte[] position = key == null ? null : known.get(key);
    Position published = position == null ? Position.NONE : topic.value(position, Position.class);
    if (!published.equals(Position.NONE) && !slot.timeline().equals(published.timeline())) {
      // Places of another timeline would take new rows for published ones.
      log.warn(
          "Source {} is on timeline {} and was on {}: a standby took over, or the database was"
              + " recovered. Rows that the slot sends again are repeated.",
          state.name(),
          slot.timeline(),
          published.timeline());
      return Position.NONE;
    }
    return published;
  }

  /**
   * What opening would find now, without fencing anybody: for a source that was refused, whose
   * process is in no hurry.
   */
  Verdict look() throws InterruptedException {
    try {
      Slot slot = slot();
      StateTopic topic = topic(slot);
      // To read one that is missing would have a broker make it, of another shape.
      topic.makeIfMissing();
      Map<String, byte[]> known = topic.read();
      Quarantine.of(topic, known);
      SlotDoctor doctor = new SlotDoctor(source);
      Position published = published(slot, topic, known);
      List<Finding> findings = doctor.positionAgainst(published, aroundNow(slot));
      SlotDoctor.report(
          state, Stream.concat(findings.stream(), state.findings().stream()).toList());
      return doctor.verdict(slot.facts(), findings);
    } catch (RelayFailure e) {
      return new Verdict.NotYet(String.valueOf(e.getMessage()));
    }
  }

  /** What the position in Kafka says against the server, without fencing anybody. */
  List<Finding> againstPosition() throws InterruptedException {
    Slot slot = slot();
    StateTopic topic = topic(slot);
    topic.makeIfMissing();
    return againstPosition(slot, topic);
  }

  /** The same for whoever only looks: nothing is made. */
  List<Finding> seenPosition() throws InterruptedException {
    Slot slot = slot();
    StateTopic topic = topic(slot);
    return topic.exists() ? againstPosition(slot, topic) : List.of();
  }

  private List<Finding> againstPosition(Slot slot, StateTopic topic) {
    Position published = published(slot, topic, topic.read());
    return new SlotDoctor(source).positionAgainst(published, aroundNow(slot));
  }

  /**
   * A relay may stream meanwhile. What it has published is no less than where the slot stood
   * before, and no more than what the server has written since.
   */
  private SourceFacts aroundNow(Slot before) {
    return before.facts().with(slot().facts().server());
  }

  private StateTopic topic(Slot slot) {
    return new StateTopic(relay.kafka(), relay.stateTopic(), slot.name());
  }

  private static Delivery.Outlet outlet(
      Sender sender, Map<String, Object> settings, StateTopic topic, Map<String, byte[]> known) {
    Quarantine quarantine = Quarantine.of(topic, known);
    int recordBytesMax =
        Integer.parseInt(String.valueOf(settings.get(ProducerConfig.MAX_REQUEST_SIZE_CONFIG)));
    Rows rows = new Rows(sender, quarantine, recordBytesMax, Clock.systemUTC());
    return new Delivery.Outlet(sender, rows, quarantine, topic);
  }

  /**
   * Writes down that the broker will never take a row, with a producer of its own: the one that
   * failed sends nothing more.
   */
  void setAside(RowRefused refused, Quarantine known) throws InterruptedException {
    Quarantine.Entry now = refused.entry(Clock.systemUTC().instant());
    Quarantine.Entry before = known.find(refused.id());
    // One that was aside has been reached: a retry has just found out that the broker refuses it.
    Quarantine.Entry entry = before == null ? now : before.because(now.reason());
    try (Sender sender = new Sender(relay.kafka().producer(state.name()), state)) {
      sender.sendState(known.add(entry), new Receipt());
      sender.flush();
    }
  }

  /**
   * @param name of the slot and its server, unique among all servers
   */
  private record Slot(String name, SourceFacts facts, String timeline) {}

  /** It does not move any more: this relay holds it and has confirmed nothing yet. */
  private Slot slot() {
    try (SourceDatabase database = SourceDatabase.open(source, "position")) {
      return new Slot(
          database.systemIdentifier() + "-" + source.slot(), database.facts(), database.timeline());
    } catch (SQLException e) {
      throw new RelayFailure(
          ExitCode.FAILED, "The slot's position could not be read: " + e.getMessage(), e);
    }
  }
}
