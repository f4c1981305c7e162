package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Processes of an earlier run whose launcher was killed before it could stop them. */
final class Leftovers {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final DataFolder data;
  private final Narrator narrator;

  Leftovers(DataFolder data, Narrator narrator) {
    this.data = data;
    this.narrator = narrator;
  }

  /** Stops them in the order in which a system stops: services, relay, broker, PostgreSQL. */
  void stop() {
    List<String> names = new ArrayList<>(Cluster.allNames());
    names.add("postgres");
    names.forEach(this::stop);
  }

  /** Of the server's own lock file, the first line is its id and the third when it started. */
  private Optional<Pid> postmaster() {
    Path file = data.postgres().resolve("data").resolve("postmaster.pid");
    try {
      List<String> lines = Files.readAllLines(file);
      Instant startedAt = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      return Optional.of(new Pid(Long.parseLong(lines.get(0).strip()), startedAt));
    } catch (IOException | RuntimeException missingOrCutOff) {
      return Optional.empty();
    }
  }

  private void stop(String name) {
    Path file = data.run().resolve(name + ".pid");
    Optional<ProcessHandle> left = Pid.read(file).flatMap(Pid::find);
    if (name.equals("postgres")) {
      // Killed while the server was starting, we had not written its id yet; the server had.
      left = left.or(() -> postmaster().flatMap(Pid::find));
    }
    try {
      if (left.isPresent()) {
        ProcessHandle handle = left.get();
        narrator.say(
            "  %s of an earlier run is still there (process %d): stopping it"
                .formatted(name, handle.pid()));
        // PostgreSQL takes SIGTERM as "when the last session has gone"; SIGINT is its "now".
        Runnable askToStop =
            name.equals("postgres") ? () -> Signals.interrupt(handle) : handle::destroy;
        Running.detached(handle, askToStop, file).stop(PATIENCE);
      }
      Files.deleteIfExists(file);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while stopping what an earlier run left", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
