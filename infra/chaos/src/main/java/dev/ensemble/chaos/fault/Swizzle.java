package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.time.Duration;
import java.util.List;

/** Several links fall silent one after another, and come back in another order. */
public final class Swizzle implements Fault {
  /** Long beside a message, short beside any timeout. */
  private static final Duration BETWEEN = Duration.ofMillis(300);

  private final List<String> down;
  private final List<String> up;

  /** Both lists have the same links. */
  public Swizzle(List<String> down, List<String> up) {
    this.down = List.copyOf(down);
    this.up = List.copyOf(up);
  }

  @Override
  public List<String> targets() {
    return down;
  }

  @Override
  public long inject(SystemUnderTest system) throws InterruptedException {
    for (String link : down) {
      system.links().get(link).blackHole();
      Thread.sleep(BETWEEN);
    }
    return 0;
  }

  @Override
  public boolean hasHit(SystemUnderTest system) {
    return down.stream().anyMatch(link -> held(system, link) > 0);
  }

  /** Counts the bytes that it has held back. */
  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    long held = 0;
    for (String link : up) {
      held += held(system, link);
      system.links().get(link).pass();
      Thread.sleep(BETWEEN);
    }
    return held;
  }

  private static long held(SystemUnderTest system, String link) {
    return system.links().get(link).harm().bytesHeld();
  }

  @Override
  public String toString() {
    return "silence one by one " + String.join(", ", down);
  }
}
