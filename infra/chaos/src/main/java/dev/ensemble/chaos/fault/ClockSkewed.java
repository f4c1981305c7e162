package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Life;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One process's clock jumps, and jumps back at the end; the others', and the databases', do not.
 */
public final class ClockSkewed implements Fault {
  private final String process;
  private final Duration ahead;
  private @Nullable ProcessHandle skewed;
  private long askedBefore;

  /**
   * @param ahead of the true time; negative: behind
   */
  public ClockSkewed(String process, Duration ahead) {
    this.process = process;
    this.ahead = ahead;
  }

  @Override
  public List<String> targets() {
    return List.of(process);
  }

  @Override
  public long inject(SystemUnderTest system) {
    Life life = system.process(process).life();
    askedBefore = system.clocks().asked(life.process());
    system.clocks().skew(life.process(), ahead);
    skewed = life.process();
    return 0;
  }

  @Override
  public boolean hasHit(SystemUnderTest system) {
    return asked(system) > 0;
  }

  /** Counts how often the process was told the wrong time. */
  @Override
  public long heal(SystemUnderTest system) {
    long asked = asked(system);
    if (skewed != null) {
      system.clocks().right(skewed);
    }
    return asked;
  }

  private long asked(SystemUnderTest system) {
    return skewed == null ? 0 : system.clocks().asked(skewed) - askedBefore;
  }

  @Override
  public String toString() {
    return "set the clock of %s %d s %s"
        .formatted(process, ahead.abs().toSeconds(), ahead.isNegative() ? "behind" : "ahead");
  }
}
