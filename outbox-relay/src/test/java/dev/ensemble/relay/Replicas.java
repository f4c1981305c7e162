package dev.ensemble.relay;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/** Replicas of one relay against one source: one leads, the others wait for its end. */
final class Replicas implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK_AGAIN_AFTER = Duration.ofMillis(50);

  private final List<Replica> all;

  private Replicas(List<Replica> all) {
    this.all = all;
  }

  /** Not started yet. */
  static Replicas of(int count, String name, String password, List<String> arguments) {
    return new Replicas(
        IntStream.range(0, count)
            .mapToObj(n -> Replica.of(name + "-" + n, password, arguments))
            .toList());
  }

  void start() {
    all.forEach(Replica::start);
  }

  /** Waits until one of them says that it leads, and the others are there to take over. */
  Replica awaitLeader() {
    all.forEach(Replica::awaitAnswer);
    return await()
        .atMost(PATIENCE)
        .pollInterval(LOOK_AGAIN_AFTER)
        .until(
            () -> all.stream().filter(Replica::leads).findFirst().orElse(all.getFirst()),
            Replica::leads);
  }

  boolean allSayNotReady() {
    return all.stream().allMatch(Replica::saysNotReady);
  }

  boolean anySaysReady() {
    return all.stream().anyMatch(Replica::saysReady);
  }

  @Override
  public void close() {
    all.forEach(Replica::close);
  }
}
