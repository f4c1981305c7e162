package dev.ensemble.relay;

import java.time.Duration;
import java.util.Properties;
import org.apache.kafka.connect.storage.MemoryOffsetBackingStore;

/** Every setting of the embedded engine, with its reason. */
final class EngineSettings {
  private EngineSettings() {}

  static Properties of(String name, SourceSettings source, Delivery.Mode mode) {
    Properties engine = new Properties();
    engine.setProperty("name", name);
    engine.setProperty("topic.prefix", name);
    position(engine);
    connection(engine, source);
    stream(engine, source);
    slices(mode).addTo(engine);
    // One converts a record, which is a slice here; without a number it would never be one
    // (dbz#2263).
    engine.setProperty("record.processing.threads", "1");
    failures(engine);
    return engine;
  }

  /** The slot is the only position: see infra/decisions/0003. */
  private static void position(Properties engine) {
    engine.setProperty("connector.class", OutboxConnector.class.getName());
    // Debezium 3.6 can lose rows on a restart from a stored offset (dbz#76, dbz#1554); with
    // nothing stored it streams from where the slot stands, whole transactions in commit order.
    engine.setProperty("offset.storage", MemoryOffsetBackingStore.class.getName());
    engine.setProperty("snapshot.mode", "no_data");
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
    engine.setProperty("publication.name", source.publication());
    // The service's migration owns the publication; a missing one is an error, not a wish.
    engine.setProperty("publication.autocreate.mode", "disabled");
  }

  private static SliceLimits slices(Delivery.Mode mode) {
    return switch (mode) {
      // Small, because nothing waits for a slice's end.
      case AT_LEAST_ONCE -> new SliceLimits(6_000, 4 * 1024 * 1024, Duration.ZERO, 1);
      // Large where there is much, because each ends with a round trip to the coordinator and a
      // marker in every partition; what is quiet does not wait.
      case TRANSACTIONAL -> new SliceLimits(60_000, 16 * 1024 * 1024, Duration.ofMillis(50), 300);
    };
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
