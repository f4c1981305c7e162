package dev.ensemble.testkit.inbox;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Hands records to a consumer as a bad day does: again and again, interleaved anew, failing in the
 * middle. It looks at nothing; {@link Effects} does, afterwards.
 *
 * <pre>{@code
 * Drill.of(inbox::receive)
 *     .records(records)
 *     .shuffledAcrossKeys(42)
 *     .redelivered(2)
 *     .failingAt(points, FailurePoint.BEFORE_COMMIT, FailureKind.SESSION_ENDS)
 *     .run();
 * }</pre>
 *
 * <p>Each step answers a new drill; one without records, or with a point that is never reached,
 * fails, because it would show nothing.
 */
public final class Drill {

  /** As many as a poll of the inbox takes at most, unless told otherwise. */
  private static final int POLL_RECORDS_MAX = 500;

  /** How a batch came through its first delivery: BY_ITSELF it got over the failure. */
  private enum Came {
    THROUGH,
    BY_ITSELF,
    TO_BE_REPEATED
  }

  private record Failing(FailurePoints points, FailurePoint at, FailureKind as) {}

  private final Consumer<List<ConsumerRecord<byte[], byte[]>>> inbox;
  private final List<ConsumerRecord<byte[], byte[]>> records;
  private final int batchSizeMax;
  private final int redeliveries;
  private final @Nullable Failing failing;

  private Drill(
      Consumer<List<ConsumerRecord<byte[], byte[]>>> inbox,
      List<ConsumerRecord<byte[], byte[]>> records,
      int batchSizeMax,
      int redeliveries,
      @Nullable Failing failing) {
    this.inbox = inbox;
    this.records = List.copyOf(records);
    this.batchSizeMax = batchSizeMax;
    this.redeliveries = redeliveries;
    this.failing = failing;
  }

  /**
   * Begins a drill.
   *
   * @param inbox takes one polled batch, and throws where it could not: {@code inbox::receive}
   */
  public static Drill of(Consumer<List<ConsumerRecord<byte[], byte[]>>> inbox) {
    return new Drill(inbox, List.of(), POLL_RECORDS_MAX, 0, null);
  }

  /** What is delivered, in this order. Offsets are counted anew in each partition. */
  public Drill records(List<ConsumerRecord<byte[], byte[]>> delivered) {
    return new Drill(inbox, delivered, batchSizeMax, redeliveries, failing);
  }

  /**
   * Draws an interleaving, the same for the same seed. Records of one key in one topic keep their
   * order; those of other keys and topics come in any, as they do from a broker.
   */
  public Drill shuffledAcrossKeys(long seed) {
    return records(Deck.shuffled(records, seed));
  }

  /** Each record comes this many times more, at once, as from a producer that sends again. */
  public Drill repeatedInPlace(int times) {
    return records(Deck.repeated(records, times));
  }

  /** Everything comes this many times more from its beginning, as after an offset is reset. */
  public Drill redelivered(int times) {
    return new Drill(inbox, records, batchSizeMax, times, failing);
  }

  /** At most so many records at a time; 500 unless it is said. */
  public Drill inBatchesOf(int recordsMax) {
    if (recordsMax < 1) {
      throw new IllegalArgumentException("a batch has at least one record, not " + recordsMax);
    }
    return new Drill(inbox, records, recordsMax, redeliveries, failing);
  }

  /**
   * Each batch fails there once. Where the consumer throws, the batch is delivered again; where it
   * returns, its offsets would be committed and it is not, unless the point is AFTER_COMMIT.
   *
   * @param points wraps the consumer's database
   */
  public Drill failingAt(FailurePoints points, FailurePoint point, FailureKind kind) {
    Failing there = new Failing(points, point, kind);
    return new Drill(inbox, records, batchSizeMax, redeliveries, there);
  }

  /**
   * Delivers everything.
   *
   * @throws RuntimeException what the consumer threw, unless it threw it for the drill's failure
   * @throws IllegalStateException where nothing was delivered, or the point was never reached
   */
  public Drilled run() {
    List<List<ConsumerRecord<byte[], byte[]>>> batches = batches();
    int failures = 0;
    int again = 0;
    for (int round = 0; round <= redeliveries; round++) {
      for (List<ConsumerRecord<byte[], byte[]>> batch : batches) {
        Came came = deliver(batch);
        failures += came == Came.THROUGH ? 0 : 1;
        if (came == Came.TO_BE_REPEATED) {
          inbox.accept(batch);
          again++;
        }
      }
    }
    if (failing != null && failures == 0) {
      throw new IllegalStateException("nothing came to " + failing.at() + ": nothing is shown");
    }
    int delivered = batches.size() * (redeliveries + 1);
    return new Drilled(delivered, delivered + again, failures);
  }

  private Came deliver(List<ConsumerRecord<byte[], byte[]>> batch) {
    if (failing == null) {
      inbox.accept(batch);
      return Came.THROUGH;
    }
    FailurePoints points = failing.points();
    points.arm(failing.at(), failing.as());
    try {
      inbox.accept(batch);
    } catch (RuntimeException failure) {
      if (points.wereReached()) {
        return Came.TO_BE_REPEATED;
      }
      throw failure;
    } finally {
      points.disarm();
    }
    if (!points.wereReached()) {
      return Came.THROUGH;
    }
    // Who returns says that it is done, and its offsets are committed: nothing comes again. Only
    // after the database's commit do we stand for the crash that comes before Kafka's.
    return failing.at() == FailurePoint.AFTER_COMMIT ? Came.TO_BE_REPEATED : Came.BY_ITSELF;
  }

  private List<List<ConsumerRecord<byte[], byte[]>>> batches() {
    if (records.isEmpty()) {
      throw new IllegalStateException("a drill without records shows nothing");
    }
    List<ConsumerRecord<byte[], byte[]>> all = Deck.laidOut(records);
    List<List<ConsumerRecord<byte[], byte[]>>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += batchSizeMax) {
      batches.add(all.subList(from, Math.min(from + batchSizeMax, all.size())));
    }
    return batches;
  }
}
