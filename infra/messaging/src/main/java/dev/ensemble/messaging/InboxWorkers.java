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
      throw new SettingMissing(
          "ensemble.messaging.kafka.bootstrap-servers must be set, as there are reactions to run.",
          "Set it to a broker's host:port, or ensemble.messaging.inbox.auto-start=false where"
              + " nothing is to be consumed.");
    }
    loops.forEach(WorkerLoop::start);
  }

  @Override
  public boolean isRunning() {
    return loops.stream().anyMatch(WorkerLoop::isRunning);
  }

  /**
   * They finish their batches together and share the time of one stop, however many they are. They
   * are of one group: where one cannot leave it in time, the next could not either.
   */
  @Override
  public void stop() {
    WorkerLoop.stop(loops);
    StopTime leaving = StopTime.of(StopTime.LEAVING_MAX);
    for (int i = 0; i < loops.size(); i++) {
      if (loops.get(i).isRunning()) {
        log.warn("worker {} does not end; its consumer is left to the session timeout", i + 1);
      } else {
        close(workers.get(i), leaving.rest());
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
    workers.forEach(worker -> close(worker, StopTime.LEAVING_MAX));
  }

  private static void close(InboxWorker worker, Duration timeMax) {
    try {
      worker.close(timeMax);
    } catch (RuntimeException late) {
      log.warn("a consumer could not leave its group; the session timeout ends it", late);
    }
  }
}
