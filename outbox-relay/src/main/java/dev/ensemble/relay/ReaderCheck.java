package dev.ensemble.relay;

import java.time.Duration;

/**
 * Tells a stream that the server still serves from one that only this side believes in: its
 * connection is dead in a way that nobody was told of, or another relay has taken its place.
 */
final class ReaderCheck {
  // Three looks. A stream that breaks in the open says so sooner, and with the reason.
  private static final Duration UNREAD_MAX = Duration.ofSeconds(6);

  private final String slot;
  private long servedAt;

  ReaderCheck(String slot, long nowNanos) {
    this.slot = slot;
    this.servedAt = nowNanos;
  }

  /**
   * @param ours the server's process that read for us, as known before the look
   * @param found the one that reads now
   */
  void see(int ours, int found, long nowNanos) {
    if (ours == SourceState.NOBODY || found == ours) {
      servedAt = nowNanos;
    } else if (found != SourceState.NOBODY) {
      throw new RelayFailure(
          ExitCode.FENCED,
          """
          Another relay has taken this source over: slot %s is read by the server's process %d, \
          and this relay's stream was process %d"""
              .formatted(slot, found, ours),
          null);
    } else if (nowNanos - servedAt > UNREAD_MAX.toNanos()) {
      throw new RelayFailure(
          ExitCode.FAILED,
          """
          The stream is dead: for %d s no process of the server has read slot %s, and process %d, \
          which did, is gone"""
              .formatted(UNREAD_MAX.toSeconds(), slot, ours),
          null);
    }
  }
}
