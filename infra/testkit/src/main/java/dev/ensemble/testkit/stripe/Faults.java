package dev.ensemble.testkit.stripe;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What goes wrong at the fake provider, per operation, each thing once and in turn. */
public final class Faults {
  private static final long SECONDS_MAX = 120;

  private final Map<String, Queue<Fault>> planned = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();

  /** What goes wrong with one request. */
  public record Fault(
      FakeStripe.@Nullable Answer before,
      FakeStripe.@Nullable Answer storedInstead,
      boolean drops,
      @Nullable Gate gate,
      boolean isHeldBefore) {
    /** All goes well. */
    public static final Fault NONE = new Fault(null, null, false, null, false);

    /** Answered without acting, and not remembered. */
    public static Fault answering(FakeStripe.Answer answer) {
      return new Fault(answer, null, false, null, false);
    }

    /** Acts, then remembers and answers a failure. */
    public static Fault failingAfterActing() {
      return new Fault(null, FakeStripe.Answer.error(500, "api_error", "", ""), false, null, false);
    }

    /** Acts, remembers and hangs up. */
    public static Fault dropping() {
      return new Fault(null, null, true, null, false);
    }

    /** Acts and remembers, and answers when the gate opens. */
    public static Fault heldAfterActing(Gate gate) {
      return new Fault(null, null, false, gate, false);
    }

    /** Reaches nobody: it stands at the gate, and is not carried out when that opens. */
    public static Fault lostAt(Gate gate) {
      return new Fault(FakeStripe.Answer.error(503, "api_error", "", ""), null, false, gate, true);
    }

    /** Acts when the gate opens. */
    public static Fault heldBeforeActing(Gate gate) {
      return new Fault(null, null, false, gate, true);
    }

    /** The same, when the gate opens. */
    public Fault heldBy(Gate itsGate) {
      return new Fault(before, storedInstead, drops, itsGate, true);
    }

    FakeStripe.Answer stored(FakeStripe.Answer acted) {
      return storedInstead == null ? acted : storedInstead;
    }

    void beforeActing() {
      if (gate != null && isHeldBefore) {
        gate.pass();
      }
    }

    void afterActing() {
      if (gate != null && !isHeldBefore) {
        gate.pass();
      }
    }
  }

  /** Where a request stands until the test lets it go. */
  public static final class Gate {
    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    void pass() {
      reached.countDown();
      await(open);
    }

    /** Returns when a request stands here. */
    public void awaitReached() {
      await(reached);
    }

    /** Lets it go. */
    public void open() {
      open.countDown();
    }

    private static void await(CountDownLatch latch) {
      try {
        if (!latch.await(SECONDS_MAX, TimeUnit.SECONDS)) {
          throw new IllegalStateException("nobody came to the gate");
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }

  /** For the next requests of an operation, or of an operation and a key. */
  public void plan(String plan, Fault... faults) {
    planned
        .computeIfAbsent(plan, unplanned -> new ConcurrentLinkedQueue<>())
        .addAll(List.of(faults));
  }

  /** What was planned for this very key comes first. */
  Fault next(String operation, @Nullable String key) {
    Fault fault = poll(operation + " " + key);
    if (fault == null) {
      fault = poll(operation);
    }
    return fault == null ? Fault.NONE : fault;
  }

  private @Nullable Fault poll(String plan) {
    Queue<Fault> queue = planned.get(plan);
    return queue == null ? null : queue.poll();
  }

  void asked(String operation, @Nullable String key) {
    asked.add(key == null ? operation : operation + " " + key);
  }

  /** The keys with which an operation was asked for, in turn. */
  public List<String> keysOf(String operation) {
    return asked.stream()
        .filter(line -> line.startsWith(operation + " "))
        .map(line -> line.substring(operation.length() + 1))
        .toList();
  }

  /** Every operation that was asked for, with its key, in turn. */
  public List<String> asked() {
    return asked;
  }

  void reset() {
    for (Queue<Fault> queue : planned.values()) {
      for (Fault fault : queue) {
        Gate gate = fault.gate();
        if (gate != null) {
          gate.open();
        }
      }
    }
    planned.clear();
    asked.clear();
  }
}
