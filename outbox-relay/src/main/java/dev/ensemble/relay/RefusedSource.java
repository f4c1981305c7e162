package dev.ensemble.relay;

import dev.ensemble.relay.SourceState.Phase;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A source that may not stream, in a process whose other sources may: it says why, is looked at
 * again and again, and goes on when somebody has mended it.
 */
final class RefusedSource {
  private static final Logger log = LoggerFactory.getLogger(RefusedSource.class);
  // A person mends it, and should see soon that it helped; a look costs a handful of queries.
  static final Duration LOOKED_AT_EVERY = Duration.ofSeconds(10);

  private final SourceState state;
  private final Crash crash;
  private final Look look;
  private final Commands commands = new Commands();

  /** What would become of the source now. */
  interface Look {
    Verdict verdict() throws InterruptedException;
  }

  RefusedSource(SourceState state, Crash crash, Look look) {
    this.state = state;
    this.crash = crash;
    this.look = look;
  }

  /** Run between two looks; after each there is one at once. */
  Commands commands() {
    return commands;
  }

  /** Returns when nothing refuses it any more. */
  void awaitMended(RelayFailure refusal) throws InterruptedException {
    RelayFailure now = refusal;
    String said = "";
    while (now != null) {
      String sentence = String.valueOf(now.getMessage());
      state.waits(Phase.REFUSED, sentence);
      if (!sentence.equals(said)) {
        log.warn(
            "Source {} does not stream, and is looked at every {} s. {}",
            state.name(),
            LOOKED_AT_EVERY.toSeconds(),
            sentence);
        said = sentence;
      }
      // Each time: another source may have been refused while this one was looked at.
      crash.refused(state.name(), now);
      runCommand();
      now = lookAgain(refusal.exitCode());
    }
  }

  /**
   * What refuses it now; null where nothing does. A look may go as far as to publish from the
   * table; what fails in that has nothing under way any more, so it ends nobody and is tried again.
   */
  private @Nullable RelayFailure lookAgain(ExitCode first) throws InterruptedException {
    try {
      return switch (look.verdict()) {
        case Verdict.Refused refused -> refused.failure();
        case Verdict.NotYet notYet -> waits(first, notYet.reason());
        case Verdict.Ready ready -> null;
        case Verdict.SlotTaken taken -> null;
        case Verdict.SlotBeingMade making -> null;
        case Verdict.SlotMissing missing -> null;
      };
    } catch (RelayFailure e) {
      log.debug("Source {}: a look failed", state.name(), e);
      return e.isRefusal() ? e : waits(first, String.valueOf(e.getMessage()));
    }
  }

  /** What it was refused for may be gone, but it cannot go on yet. */
  private static RelayFailure waits(ExitCode first, String reason) {
    return new RelayFailure(first, "It waits: " + reason, null);
  }

  private void runCommand() throws InterruptedException {
    try {
      commands.runOneWithin(LOOKED_AT_EVERY);
    } catch (RelayFailure e) {
      // Whoever asked is told.
      log.debug("Source {}: a command failed", state.name(), e);
    }
  }
}
