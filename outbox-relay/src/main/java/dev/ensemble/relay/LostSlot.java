package dev.ensemble.relay;

import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives a slot up, so that a new one is made after what is owed was published from the table. */
final class LostSlot {
  private static final Logger log = LoggerFactory.getLogger(LostSlot.class);
  // A server notices a reader that has gone a moment after it went.
  private static final Duration FREE_WITHIN = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final String source;
  private final SourceSettings settings;

  LostSlot(String source, SourceSettings settings) {
    this.source = source;
    this.settings = settings;
  }

  void drop() throws InterruptedException {
    long until = System.nanoTime() + FREE_WITHIN.toNanos();
    while (true) {
      try (SourceDatabase database = SourceDatabase.open(settings, "recovery")) {
        database.dropSlot();
        log.info("Source {} has no slot {} any more", source, settings.slot());
        return;
      } catch (SQLException e) {
        if (System.nanoTime() - until > 0) {
          throw new RelayFailure(
              ExitCode.OUT_OF_PATIENCE,
              "Slot %s could not be dropped within %s: %s"
                  .formatted(settings.slot(), FREE_WITHIN, e.getMessage()),
              e);
        }
        Thread.sleep(PAUSE);
      }
    }
  }
}
