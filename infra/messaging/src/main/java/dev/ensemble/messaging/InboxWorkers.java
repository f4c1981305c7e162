package dev.ensemble.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * The workers of this process, each in a loop of its own. A stop lets every worker finish its batch
 * and commit its offsets, then leaves the group.
 */
public final class InboxWorkers implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(InboxWorkers.class);

  private final MessagingProperties properties;
  private final List<InboxWorker> workers;
  private final List<WorkerLoop> loops;

  InboxWorkers(MessagingProperties properties, String consumer, List<InboxWorker> workers) {
    this.properties = properties;
    this.workers = List.copyOf(workers);
    List<WorkerLoop> loops = new ArrayList<>();
    for (InboxWorker worker : workers) {
      String name = "inbox-" + consumer + "-" + (loops.size() + 1);
      // The poll itself waits for records.
      loops.add(new WorkerLoop(name, Duration.ZERO, worker::runOnce, true));
    }
    this.loops = List.copyOf(loops);
  }

  /**
   * One pass of each worker, for tests that step where an application loops.
   *
   * @return how many records are done with
   */
  public int runOnce() {
    return workers.stream().mapToInt(InboxWorker::runOnce).sum();
  }

  List<InboxState> states() {
    return workers.stream().map(InboxWorker::state).toList();
  }

  @Override
  public boolean isAutoStartup() {
    return properties.inbox().autoStart();
  }

  @Override
  public void start() {
    if (properties.kafka().bootstrapServers().isBlank()) {
      throw new IllegalStateException(
          "ensemble.messaging.kafka.bootstrap-servers must be set, as there are reactions to run"
              + " (or ensemble.messaging.inbox.auto-start=false)");
    }
    loops.forEach(WorkerLoop::start);
  }

  @Override
  public boolean isRunning() {
    return loops.stream().anyMatch(WorkerLoop::isRunning);
  }

  /** All are asked before the first is waited for, so that they finish their batches together. */
  @Override
  public void stop() {
    loops.forEach(WorkerLoop::askToStop);
    for (int i = 0; i < loops.size(); i++) {
      loops.get(i).stop();
      if (loops.get(i).isRunning()) {
        log.warn("worker {} does not end; its consumer is left to the session timeout", i + 1);
      } else {
        close(workers.get(i));
      }
    }
  }

  /** Beside the application's other workers, so that none has to wait for this one's end. */
  @Override
  public void stop(Runnable callback) {
    Thread.ofVirtual()
        .name("inbox-stop")
        .start(
            () -> {
              stop();
              callback.run();
            });
  }

  /** For workers that were stepped: leaves the group. */
  public void close() {
    workers.forEach(InboxWorkers::close);
  }

  private static void close(InboxWorker worker) {
    try {
      worker.close();
    } catch (RuntimeException late) {
      log.warn("a consumer could not leave its group; the session timeout ends it", late);
    }
  }
}
