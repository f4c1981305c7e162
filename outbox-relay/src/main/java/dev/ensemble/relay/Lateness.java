package dev.ensemble.relay;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Which sources leave rows waiting for too long; a line in the log when that begins and ends. */
final class Lateness implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Lateness.class);
  private static final Duration PACE = Duration.ofSeconds(1);

  private final List<SourceState> sources;
  private final Duration allowed;
  private final Set<String> late = new HashSet<>();
  private volatile @Nullable ScheduledExecutorService loop;

  Lateness(List<SourceState> sources, HealthSettings settings) {
    this.sources = sources;
    this.allowed = settings.oldestUnsent();
  }

  /** What is late about the source, in a sentence; null where nothing is. */
  @Nullable String of(SourceState source) {
    Duration age = source.oldestUnsent();
    if (age == null || age.compareTo(allowed) <= 0) {
      return null;
    }
    String why =
        source.isPaused()
            ? "it is paused, and goes on with 'resume'"
            : "see whether the broker can be reached";
    return """
        its oldest unsent row has waited for %d s, longer than relay.health.oldest-unsent (%d s): %s"""
        .formatted(age.toSeconds(), allowed.toSeconds(), why);
  }

  /** Returns how many sources have become late, or have caught up, since the last look. */
  int runOnce() {
    int changed = 0;
    for (SourceState source : sources) {
      if (source.phase() != SourceState.Phase.STREAMING) {
        late.remove(source.name()); // What ended the stream has its own line.
        continue;
      }
      String sentence = of(source);
      if (sentence != null && late.add(source.name())) {
        log.warn("Source {} is late: {}", source.name(), sentence);
        changed++;
      } else if (sentence == null && late.remove(source.name())) {
        log.info("Source {} has caught up", source.name());
        changed++;
      }
    }
    return changed;
  }

  @Override
  public void start() {
    ScheduledExecutorService started =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("lateness").factory());
    var unused =
        started.scheduleWithFixedDelay(
            this::runOnce, PACE.toMillis(), PACE.toMillis(), TimeUnit.MILLISECONDS);
    loop = started;
  }

  @Override
  public void stop() {
    ScheduledExecutorService started = loop;
    if (started != null) {
      started.shutdownNow();
      loop = null;
    }
  }

  @Override
  public boolean isRunning() {
    return loop != null;
  }
}
