package dev.ensemble.chaos.clock;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The time as this process is to believe it. Each method stands for one of the JDK's of the same
 * name. How wrong it is stands in a file that is named after the process's id, in milliseconds; no
 * file: not at all. How often it was asked while it was wrong is written beside it.
 */
public final class Skew {
  private static final Duration LOOK_EVERY = Duration.ofMillis(100);

  private static final AtomicLong asked = new AtomicLong();
  private static volatile long millis;

  private Skew() {}

  /** For {@link System#currentTimeMillis}. */
  public static long currentTimeMillis() {
    return System.currentTimeMillis() + ask();
  }

  /** For {@link Instant#now()}. */
  public static Instant now() {
    return Instant.now().plusMillis(ask());
  }

  /** For {@link Clock#systemUTC}. */
  public static Clock systemUTC() {
    return new Skewed(ZoneOffset.UTC);
  }

  /** For {@link Clock#systemDefaultZone}. */
  public static Clock systemDefaultZone() {
    return new Skewed(ZoneId.systemDefault());
  }

  private static long ask() {
    long now = millis;
    if (now != 0) {
      asked.incrementAndGet();
    }
    return now;
  }

  static void follow(Path folder) {
    String self = Long.toString(ProcessHandle.current().pid());
    Thread.ofPlatform()
        .daemon()
        .name("clock")
        .start(() -> follow(folder.resolve(self), folder.resolve(self + ".asked")));
  }

  private static void follow(Path told, Path answer) {
    try {
      while (true) {
        millis = read(told);
        if (millis != 0) {
          Files.writeString(answer, Long.toString(asked.get()));
        }
        Thread.sleep(LOOK_EVERY);
      }
    } catch (IOException | NumberFormatException | InterruptedException end) {
      millis = 0;
    }
  }

  private static long read(Path told) throws IOException {
    try {
      return Long.parseLong(Files.readString(told).strip());
    } catch (NoSuchFileException right) {
      return 0;
    }
  }

  private static final class Skewed extends Clock {
    private final ZoneId zone;

    Skewed(ZoneId zone) {
      this.zone = zone;
    }

    @Override
    public ZoneId getZone() {
      return zone;
    }

    @Override
    public Clock withZone(ZoneId other) {
      return new Skewed(other);
    }

    @Override
    public Instant instant() {
      return now();
    }

    @Override
    public long millis() {
      return currentTimeMillis();
    }
  }
}
