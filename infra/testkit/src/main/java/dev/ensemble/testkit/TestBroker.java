package dev.ensemble.testkit;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.springframework.util.FileSystemUtils;

/** One KRaft broker inside the test's JVM; the very server that runs in production. */
final class TestBroker {
  private final Path folder;
  private final KafkaRaftServer server;
  private final String bootstrapServers;

  private TestBroker(Path folder, KafkaRaftServer server, String bootstrapServers) {
    this.folder = folder;
    this.server = server;
    this.bootstrapServers = bootstrapServers;
  }

  static TestBroker start() {
    try {
      Path folder = Files.createTempDirectory("test-kafka");
      int[] ports = freePorts();
      Map<String, String> settings = settings(folder, ports[0], ports[1]);
      format(folder, settings);
      KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
      server.startup();
      TestBroker started = new TestBroker(folder, server, "127.0.0.1:" + ports[0]);
      Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "test-kafka-stop"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("the test's Kafka did not start", e);
    }
  }

  /** Two ports at once, so that they differ. */
  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket broker = new ServerSocket(0, 1, loopback);
        ServerSocket controller = new ServerSocket(0, 1, loopback)) {
      return new int[] {broker.getLocalPort(), controller.getLocalPort()};
    }
  }

  private static Map<String, String> settings(Path folder, int broker, int controller) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@127.0.0.1:" + controller),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry(
            "listeners",
            "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(broker, controller)),
        Map.entry("advertised.listeners", "PLAINTEXT://127.0.0.1:" + broker),
        Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
        Map.entry("log.dirs", folder.resolve("logs").toString()),
        // A topic that nobody made is a mistake here as in production.
        Map.entry("auto.create.topics.enable", "false"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        Map.entry("offsets.topic.num.partitions", "1"),
        Map.entry("offsets.topic.replication.factor", "1"),
        Map.entry("transaction.state.log.num.partitions", "1"),
        Map.entry("transaction.state.log.replication.factor", "1"),
        Map.entry("transaction.state.log.min.isr", "1"));
  }

  private static void format(Path folder, Map<String, String> settings) throws IOException {
    Properties file = new Properties();
    file.putAll(settings);
    Path configuration = folder.resolve("broker.properties");
    try (var out = Files.newBufferedWriter(configuration)) {
      file.store(out, null);
    }
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    String[] format = {"format", "-t", Uuid.randomUuid().toString(), "-c", configuration + ""};
    if (StorageTool.execute(format, new PrintStream(said, true, StandardCharsets.UTF_8)) != 0) {
      throw new IOException("Kafka's storage: " + said.toString(StandardCharsets.UTF_8));
    }
  }

  String bootstrapServers() {
    return bootstrapServers;
  }

  private void stop() {
    server.shutdown();
    server.awaitShutdown();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("left behind: " + folder, e);
    }
  }
}
