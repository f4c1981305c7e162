package dev.ensemble.relay;

import java.sql.SQLException;
import java.time.Duration;
import org.postgresql.replication.PGReplicationStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers the server while the thread that reads is held up by the broker, or the server would take
 * the relay for dead after {@code wal_sender_timeout}. It confirms nothing new. When it ends early,
 * the reading thread meets the same broken connection, and {@link SlotWatch} looks from outside.
 */
final class KeepAlive implements Runnable {
  private static final Logger log = LoggerFactory.getLogger(KeepAlive.class);

  private final PGReplicationStream stream;
  private final Duration every;
  private final Thread thread;

  KeepAlive(PGReplicationStream stream, Duration every) {
    this.stream = stream;
    this.every = every;
    this.thread = Thread.ofPlatform().daemon().name("keep-alive").start(this);
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Thread.sleep(every);
        stream.forceUpdateStatus();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      log.debug("The stream cannot be kept alive", e);
    }
  }

  void stop() {
    thread.interrupt();
  }
}
