package dev.ensemble.messaging;

import java.io.Serial;
import java.time.Duration;
import java.time.Instant;
import org.springframework.dao.TransientDataAccessResourceException;

/**
 * This machine's clock and the database's differ by more than clocks do. Nothing is taken for old
 * then: by a wrong clock everything is. It passes when the clock is set, and so counts as an
 * outage.
 */
final class ClocksApart extends TransientDataAccessResourceException {
  @Serial private static final long serialVersionUID = 1L;

  ClocksApart(Instant here, Instant database, Duration most) {
    super(
        ("the clock of this machine says %s, and the database's %s: they may differ by %s at most, or"
                + " it cannot be told which events are from before the window. Set the clock that is"
                + " wrong.")
            .formatted(here, database, most));
  }
}
