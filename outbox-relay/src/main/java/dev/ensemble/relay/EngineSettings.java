package dev.ensemble.relay;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** Every setting of the embedded engine, with its reason. */
final class EngineSettings {
  // Marks our heartbeats in the WAL, and lets the engine skip everybody else's messages.
  private static final String HEARTBEAT_PREFIX = "ensemble-relay";

  private EngineSettings() {}

  static Properties of(String name, SourceSettings source, Duration heartbeat) {
    Properties engine = new Properties();
    engine.setProperty("name", name);
    engine.setProperty("topic.prefix", name);
    position(engine);
    connection(engine, source);
    stream(engine, source);
    buffers(engine);
    heartbeats(engine, heartbeat);
    failures(engine);
    return engine;
  }

  /** The slot is the only position: see infra/decisions/0003. */
  private static void position(Properties engine) {
    engine.setProperty("connector.class", GuardedConnector.class.getName());
    // Debezium 3.6 can lose rows on a restart from a stored offset (dbz#76, dbz#1554); with
    // nothing stored it streams from where the slot stands, whole transactions in commit order.
    engine.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
    engine.setProperty("snapshot.mode", "no_data");
    engine.setProperty("lsn.flush.mode", "connector");
    engine.setProperty("slot.drop.on.stop", "false");
  }

  private static void connection(Properties engine, SourceSettings source) {
    engine.setProperty("database.hostname", source.host());
    engine.setProperty("database.port", source.port());
    engine.setProperty("database.dbname", source.database());
    engine.setProperty("database.user", source.username());
    engine.setProperty("database.password", source.password());
    engine.setProperty("database.tcpKeepAlive", "true");
    engine.setProperty("driver.connectTimeout", "10");
    // A read that hangs inside the driver cannot be interrupted. Longer than half of the server's
    // wal_sender_timeout (60 s), at which it speaks on an idle stream.
    engine.setProperty("driver.socketTimeout", "90");
    source.parameters().forEach((key, value) -> engine.setProperty("driver." + key, value));
  }

  private static void stream(Properties engine, SourceSettings source) {
    engine.setProperty("plugin.name", "pgoutput");
    engine.setProperty("slot.name", source.slot());
    // The admission has waited for the slot and says who holds it; the engine need not.
    engine.setProperty("slot.max.retries", "0");
    engine.setProperty("publication.name", source.publication());
    // The service's migration owns the publication; a missing one is an error, not a wish.
    engine.setProperty("publication.autocreate.mode", "disabled");
    engine.setProperty("table.include.list", source.table().replace(".", "\\."));
    engine.setProperty("skipped.operations", "u,d,t");
    engine.setProperty("tombstones.on.delete", "false");
    // Extra records, and the documented trigger of dbz#76.
    engine.setProperty("provide.transaction.metadata", "false");
    // Well below wal_sender_timeout, so that a busy relay is not taken for a dead one.
    engine.setProperty("status.update.interval.ms", "5000");
  }

  /** Memory stays bounded however far the broker falls behind. */
  private static void buffers(Properties engine) {
    engine.setProperty("max.batch.size", "2048");
    engine.setProperty("max.queue.size", "8192");
    engine.setProperty("max.queue.size.in.bytes", Long.toString(64L * 1024 * 1024));
    // How long an idle source sleeps between looks; the default of 500 ms would be latency.
    engine.setProperty("poll.interval.ms", "10");
    // Only converts records here; without a number the pool never grows past one (dbz#2263).
    engine.setProperty("record.processing.threads", "1");
  }

  /**
   * Moves the slot of an idle outbox while other tables fill the WAL. Not transactional, because
   * transactional messages have lost rows (dbz#2058), and without a lock, because the query runs in
   * the streaming thread.
   */
  private static void heartbeats(Properties engine, Duration heartbeat) {
    engine.setProperty("heartbeat.interval.ms", Long.toString(heartbeat.toMillis()));
    engine.setProperty(
        "heartbeat.action.query",
        "SELECT pg_logical_emit_message(false, '" + HEARTBEAT_PREFIX + "', '')");
    engine.setProperty("message.prefix.include.list", HEARTBEAT_PREFIX);
  }

  private static void failures(Properties engine) {
    // A retry inside the engine polls the next batch and skips the failed one.
    engine.setProperty("errors.max.retries", "0");
    engine.setProperty("event.processing.failure.handling.mode", "fail");
    // Starting includes reading the catalog; a clean stop has relay.stop-within anyway.
    engine.setProperty("internal.task.management.timeout.ms", "30000");
    engine.setProperty("record.processing.shutdown.timeout.ms", "1000");
    engine.setProperty("executor.shutdown.timeout.ms", "2000");
  }
}
