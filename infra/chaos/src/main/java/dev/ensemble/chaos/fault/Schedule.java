package dev.ensemble.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/**
 * What goes wrong in a run, and when: all of it follows from the seed. Kinds come as from a deck of
 * cards that is shuffled anew when the last one is dealt, so that no run is without one for long.
 */
public final class Schedule {
  private static final long PAUSE_MILLIS_MIN = 400;
  private static final long PAUSE_MILLIS_MAX = 2_500;

  /** A target that another lane has is drawn again; after so many draws this lane waits instead. */
  private static final int DRAWS_MAX = 20;

  private final RandomGenerator random;
  private final Collection<FaultKind> kinds;
  private final List<FaultKind> deck = new ArrayList<>();
  private final List<Planned> planned = new ArrayList<>();

  private Schedule(long seed, Collection<FaultKind> kinds) {
    this.random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    this.kinds = List.copyOf(kinds);
  }

  /**
   * The schedule of a seed.
   *
   * @param length no fault begins later
   * @param atOnceMax how many faults there are at a time at most
   * @param kinds which kinds there are, in an order that is always the same
   */
  public static List<Planned> of(
      long seed, Duration length, int atOnceMax, Collection<FaultKind> kinds) {
    return new Schedule(seed, kinds).deal(length, atOnceMax);
  }

  private List<Planned> deal(Duration length, int lanes) {
    List<Duration> free = new ArrayList<>(Collections.nCopies(lanes, Duration.ZERO));
    while (true) {
      int lane = free.indexOf(Collections.min(free));
      Duration at = free.get(lane).plus(pause());
      if (at.compareTo(length) > 0) {
        break;
      }
      Planned next = next(lane, at);
      if (next == null) {
        free.set(lane, at);
      } else {
        planned.add(next);
        free.set(lane, next.end());
      }
    }
    List<Planned> sorted = new ArrayList<>(planned);
    sorted.sort(Comparator.comparing(Planned::at));
    List<Planned> numbered = new ArrayList<>();
    for (Planned one : sorted) {
      numbered.add(
          new Planned(
              numbered.size() + 1, one.lane(), one.at(), one.lasts(), one.kind(), one.fault()));
    }
    return numbered;
  }

  private @Nullable Planned next(int lane, Duration at) {
    FaultKind kind = draw();
    for (int attempt = 0; attempt < DRAWS_MAX; attempt++) {
      Planned next = new Planned(0, lane, at, kind.lasts(random), kind, kind.make(random));
      if (planned.stream().noneMatch(other -> meet(other, next))) {
        return next;
      }
    }
    deck.addFirst(kind); // It comes later.
    return null;
  }

  private static boolean meet(Planned one, Planned other) {
    return one.at().compareTo(other.over()) <= 0
        && other.at().compareTo(one.over()) <= 0
        && !Collections.disjoint(one.fault().targets(), other.fault().targets());
  }

  private FaultKind draw() {
    if (deck.isEmpty()) {
      List<FaultKind> left = new ArrayList<>(kinds);
      while (!left.isEmpty()) {
        deck.add(left.remove(random.nextInt(left.size())));
      }
    }
    return deck.removeLast();
  }

  private Duration pause() {
    return Duration.ofMillis(random.nextLong(PAUSE_MILLIS_MIN, PAUSE_MILLIS_MAX));
  }
}
