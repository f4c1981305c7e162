package dev.ensemble.relay;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;

/**
 * How much one slice gathers. What is there is never waited for; but a source that is busy is
 * gathered for, because every slice costs something of its own, a transaction at the broker most.
 *
 * @param messagesMax bounds what is repeated, or dropped, after a crash
 * @param bytesMax bounds memory where rows are large
 * @param gather how long a slice that is already {@code busyFrom} messages long waits for more
 * @param busyFrom messages from which on a source counts as busy
 */
record SliceLimits(int messagesMax, int bytesMax, Duration gather, int busyFrom) {
  private static final String PREFIX = "ensemble.slice.";

  void addTo(Properties engine) {
    engine.setProperty(PREFIX + "messages.max", Integer.toString(messagesMax));
    engine.setProperty(PREFIX + "bytes.max", Integer.toString(bytesMax));
    engine.setProperty(PREFIX + "gather.ms", Long.toString(gather.toMillis()));
    engine.setProperty(PREFIX + "busy.from", Integer.toString(busyFrom));
  }

  static SliceLimits from(Map<String, String> engine) {
    return new SliceLimits(
        Integer.parseInt(engine.get(PREFIX + "messages.max")),
        Integer.parseInt(engine.get(PREFIX + "bytes.max")),
        Duration.ofMillis(Long.parseLong(engine.get(PREFIX + "gather.ms"))),
        Integer.parseInt(engine.get(PREFIX + "busy.from")));
  }
}
