package dev.ensemble.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** All sources of this process: started together, stopped together, all side by side. */
final class Sources implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Sources.class);

  private final List<Source> sources = new ArrayList<>();
  private final Crash crash;
  private final Duration stopWithin;
  private volatile boolean running;

  Sources(RelaySettings settings, Crash crash) {
    this.crash = crash;
    this.stopWithin = settings.stopWithin();
    Crash together = new Together();
    new TreeMap<>(settings.sources())
        .forEach(
            (name, source) ->
                sources.add(new Source(new SourceState(name), source, settings, together)));
  }

  /** By their names. */
  List<Source> all() {
    return List.copyOf(sources);
  }

  List<SourceState> states() {
    return sources.stream().map(Source::state).toList();
  }

  @Override
  public void start() {
    running = true;
    sources.forEach(Source::start);
  }

  @Override
  public void stop() {
    running = false;
    List<Thread> stops = sources.stream().map(this::stopping).toList();
    try {
      for (Thread stop : stops) {
        stop.join(stopWithin);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Thread stopping(Source source) {
    return Thread.ofPlatform()
        .daemon()
        .name("stop")
        .start(
            () -> {
              try {
                source.stop(stopWithin);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                log.warn("A source was interrupted while it stopped");
              }
            });
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** What fails ends all of them; what is refused, only when none is left that could go on. */
  private final class Together implements Crash {
    @Override
    public void because(String source, RelayFailure failure) {
      crash.because(source, failure);
    }

    @Override
    public void refused(String source, RelayFailure refusal) {
      if (states().stream().allMatch(state -> state.phase() == SourceState.Phase.REFUSED)) {
        crash.because(source, refusal);
      }
    }
  }
}
