package dev.ensemble.relay;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** What is known of a running source; written by its threads, read by health and metrics. */
final class SourceState {
  enum Phase {
    STARTING,
    /** May not stream until a person has mended something; it is looked at again. */
    REFUSED,
    /** Publishes from the table what no slot will bring. */
    CATCHING_UP,
    /** Everything stands, but somebody else reads the slot. */
    STANDBY,
    STREAMING,
    FAILED,
    STOPPED
  }

  /** Of PostgreSQL's processes. */
  static final int NOBODY = 0;

  private static final long NOTHING = Long.MIN_VALUE;

  private final String name;
  private final LongAdder publishedCount = new LongAdder();
  private final LongAdder publishedBytes = new LongAdder();
  private final Histogram latency = Histogram.ofLatencies();
  private final Histogram sliceRows = Histogram.ofRows();
  private final SlotAge slotAge = new SlotAge();
  private Duration heartbeat = Duration.ofSeconds(5);
  private volatile Phase phase = Phase.STARTING;
  private volatile SlotReading slot = SlotReading.NONE;
  private volatile String waitsFor = "";
  private volatile boolean paused;
  private volatile long oldestCommit = NOTHING;
  private volatile List<Finding> findings = List.of();
  private volatile List<Finding> foundAtStart = List.of();
  private volatile IntSupplier aside = () -> 0;
  private volatile int readerPid = NOBODY;

  SourceState(String name) {
    this.name = name;
  }

  String name() {
    return name;
  }

  Phase phase() {
    return phase;
  }

  void enter(Phase next) {
    if (next == Phase.STREAMING) {
      synchronized (slotAge) {
        slotAge.begin(System.nanoTime());
      }
    }
    phase = next;
  }

  /** Whether this process holds the slot. */
  boolean leads() {
    return phase == Phase.STREAMING || phase == Phase.CATCHING_UP;
  }

  /** Not let in yet, and why. */
  void waits(Phase waiting, String reason) {
    waitsFor = reason;
    phase = waiting;
  }

  /** What it waits for before it streams; empty where that is nothing. */
  String waitsFor() {
    return waitsFor;
  }

  /** The server's process that serves our stream. */
  void readBy(int pid) {
    readerPid = pid;
  }

  int readerPid() {
    return readerPid;
  }

  /** Rows of this source that wait for a person. */
  void aside(IntSupplier count) {
    aside = count;
  }

  int asideCount() {
    return aside.getAsInt();
  }

  void pauses(boolean wanted) {
    paused = wanted;
  }

  boolean isPaused() {
    return paused;
  }

  List<Finding> findings() {
    return findings;
  }

  /** What is looked for once, and stays. */
  void foundAtStart(List<Finding> found) {
    foundAtStart = List.copyOf(found);
  }

  List<Finding> foundAtStart() {
    return foundAtStart;
  }

  void findings(List<Finding> found) {
    findings = List.copyOf(found);
  }

  SlotReading slot() {
    return slot;
  }

  void slot(SlotReading reading) {
    slot = reading;
    synchronized (slotAge) {
      slotAge.see(reading.wal(), System.nanoTime());
    }
  }

  /** Events that the broker acknowledged, repeats included. */
  long publishedCount() {
    return publishedCount.sum();
  }

  /**
   * One row is acknowledged.
   *
   * @param bytes of its key and value
   * @param commitMicros when it was committed, in microseconds since 1970; 0 where that is not
   *     known
   */
  void published(int bytes, long commitMicros) {
    publishedCount.increment();
    publishedBytes.add(bytes);
    if (commitMicros != Sender.NO_COMMIT_TIME) {
      // Two clocks that differ must not make it negative.
      latency.record(Math.max(0, nowMicros() - commitMicros));
    }
  }

  long publishedBytes() {
    return publishedBytes.sum();
  }

  /** From commit to acknowledgement, in microseconds. */
  Histogram.Reading latency() {
    return latency.read();
  }

  void readSlice(int rows) {
    sliceRows.record(rows);
  }

  /** Rows of each slice that held any. */
  Histogram.Reading sliceRows() {
    return sliceRows.read();
  }

  void expectHeartbeats(Duration every) {
    heartbeat = every;
  }

  void oldestInHand(long commitMicros) {
    oldestCommit = commitMicros;
  }

  void nothingInHand() {
    oldestCommit = NOTHING;
  }

  /**
   * How long the oldest row has waited that is committed and not seen acknowledged; null while
   * another process, or nobody, reads the slot.
   *
   * <p>Of rows that were read it is the age of the oldest commit. Where none is in hand but the
   * slot does not follow the WAL, it is how long it has not: nothing unsent is older. A slot always
   * lags by what was written since the last heartbeat, so that counts only once it is more than
   * heartbeats explain.
   */
  @Nullable Duration oldestUnsent() {
    if (phase != Phase.STREAMING) {
      return null;
    }
    long commit = oldestCommit;
    if (commit != NOTHING) {
      return Duration.ofNanos(Math.max(0, nowMicros() - commit) * 1_000);
    }
    Duration behind;
    synchronized (slotAge) {
      behind = slotAge.at(System.nanoTime());
    }
    return behind.compareTo(heartbeat.plus(WatchPace.LOOK).multipliedBy(3)) > 0
        ? behind
        : Duration.ZERO;
  }

  private static long nowMicros() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }
}
