package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.relay.contenders.Target;
import dev.ensemble.local.stack.Refusal;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Debezium Server with its outbox event router and its Kafka sink, as its distribution's {@code
 * run.sh} starts it, and tuned as its documentation tells.
 */
final class DebeziumServer {
  private static final String SETTINGS =
      """
      debezium.source.connector.class=io.debezium.connector.postgresql.PostgresConnector
      debezium.source.topic.prefix=bench
      debezium.source.plugin.name=pgoutput
      debezium.source.publication.autocreate.mode=disabled
      debezium.source.slot.drop.on.stop=false
      debezium.source.table.include.list=bench.outbox
      debezium.source.snapshot.mode=no_data
      debezium.source.tombstones.on.delete=false
      # The slot is the position: nothing is written to disk for each batch.
      debezium.source.offset.storage=org.apache.kafka.connect.storage.MemoryOffsetBackingStore
      debezium.source.offset.flush.interval.ms=1000
      # Large batches.
      debezium.source.max.batch.size=8192
      debezium.source.max.queue.size=32768
      debezium.source.record.processing.threads=AVAILABLE_CORES
      # Of statistics it would collect so much that its own queue for them runs over.
      debezium.source.statistics.metrics.enabled=false

      debezium.transforms=outbox
      debezium.transforms.outbox.type=io.debezium.transforms.outbox.EventRouter

      debezium.sink.type=kafka
      debezium.sink.kafka.producer.key.serializer=org.apache.kafka.common.serialization.StringSerializer
      debezium.sink.kafka.producer.value.serializer=org.apache.kafka.common.serialization.StringSerializer
      debezium.format.key=simplestring
      debezium.format.value=simplestring
      # Strings are no choice for headers: the id comes in JSON's quotes.
      debezium.format.header=jsonbytearray
      debezium.format.header.schemas.enable=false

      quarkus.http.host=127.0.0.1
      quarkus.log.level=WARN
      quarkus.log.console.json=false
      quarkus.banner.enabled=false
      """;

  private DebeziumServer() {}

  /** Writes its settings into a folder of its own. */
  static Start start(Servers system, Stage stage) {
    Path folder = system.data().resolve("debezium-server");
    Properties settings = new Properties();
    try {
      settings.load(new StringReader(SETTINGS));
      settings.setProperty("debezium.source.slot.name", stage.slot());
      // It waits that long for a batch to fill, the better for a backlog; a single commit waits in
      // vain.
      settings.setProperty(
          "debezium.source.poll.interval.ms", stage.lingerMillis().equals("0") ? "1" : "5");
      settings.setProperty("debezium.source.publication.name", Backlog.PUBLICATION);
      settings.setProperty("debezium.source.database.hostname", "127.0.0.1");
      settings.setProperty("debezium.source.database.port", "" + system.databasePort());
      settings.setProperty("debezium.source.database.dbname", system.databaseName());
      settings.setProperty("debezium.source.database.user", Servers.ROLE);
      settings.setProperty("quarkus.http.port", "" + system.httpPort());
      String producer = "debezium.sink.kafka.producer.";
      Target.settings(stage.lingerMillis())
          .forEach((name, value) -> settings.setProperty(producer + name, value));
      settings.setProperty(producer + "bootstrap.servers", system.bootstrapServers());
      Path file = folder.resolve("config/application.properties");
      Files.createDirectories(file.getParent());
      try (OutputStream out = Files.newOutputStream(file)) {
        settings.store(out, null);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure Debezium Server", e);
    }
    return new Start(
        List.of(
            // Quarkus asks for it on Java 24 and newer.
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            classPath(distribution(system.house())),
            "io.debezium.server.Main"),
        Map.of("DEBEZIUM_SOURCE_DATABASE_PASSWORD", system.password()),
        folder);
  }

  /** Where {@code ./infra/bench/run} has unpacked it. */
  static Path distribution(Path house) {
    return house.resolve("infra/bench/target/debezium-server");
  }

  /** As in {@code run.sh}, but for a folder of settings: an AOT cache needs jars alone. */
  private static String classPath(Path distribution) {
    try (Stream<Path> files = Files.list(distribution)) {
      Path runner =
          files
              .filter(file -> file.getFileName().toString().endsWith("-runner.jar"))
              .findFirst()
              .orElseThrow(() -> new Refusal("no Debezium Server in " + distribution));
      return String.join(
          File.pathSeparator, runner.toString(), distribution.resolve("lib").toString() + "/*");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
