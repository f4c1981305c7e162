package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.common.Used;
import java.time.Duration;
import java.util.List;

/** Lets one contender empty the whole backlog into an empty topic. */
final class Drain {
  private final Servers system;
  private final Backlog backlog;
  private final Contenders contenders;
  private final long rows;

  Drain(Servers system, Backlog backlog, Contenders contenders, long rows) {
    this.system = system;
    this.backlog = backlog;
    this.contenders = contenders;
    this.rows = rows;
  }

  /**
   * Runs it once, from the start of its process until the last row is on the topic.
   *
   * @throws dev.ensemble.local.stack.Refusal where it has not done the work
   */
  Drained run(Contender contender) throws InterruptedException {
    try (Stage stage = Stage.before(contender, backlog, system);
        TopicWatch watch = new TopicWatch(system.bootstrapServers())) {
      Used database = system.databaseUsed();
      Used broker = system.brokerUsed();
      List<Sample> samples;
      long peak;
      Duration ofDatabase;
      Duration ofBroker;
      try (RunningContender running = contenders.run(stage)) {
        samples = watch.until(rows, running);
        peak = running.used().peakMegabytes();
        ofDatabase = system.databaseUsed().since(database);
        ofBroker = system.brokerUsed().since(broker);
      }
      TopicContent content = TopicContent.read(system.bootstrapServers(), rows);
      var progress = Drained.progress(samples, content::recordsBelow, rows);
      return new Drained(rows, progress, peak, ofDatabase, ofBroker);
    }
  }
}
