package dev.ensemble.testkit;

import dev.ensemble.testkit.faults.HoldingAuthorizer;
import dev.ensemble.testkit.faults.TcpProxy;
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

/**
 * One KRaft broker inside the test's JVM; the very server that runs in production. It has a door of
 * its own for those who come through the proxy: a client goes where the broker says that it is, and
 * must be told the proxy's port.
 */
final class TestBroker {
  private final Path folder;
  private final Map<String, String> settings;
  private final TcpProxy proxy;
  private final String bootstrapServers;
  private KafkaRaftServer server;

  private TestBroker(Path folder, int[] ports) throws IOException {
    this.folder = folder;
    this.proxy = TcpProxy.to(ports[2]);
    this.settings = settings(folder, ports, proxy.port());
    this.bootstrapServers = "127.0.0.1:" + ports[0];
    format(folder, settings);
    this.server = newServer();
  }

  static TestBroker start() {
    try {
      TestBroker started = new TestBroker(Files.createTempDirectory("test-kafka"), freePorts());
      Runtime.getRuntime().addShutdownHook(new Thread(started::stop, "test-kafka-stop"));
      return started;
    } catch (IOException e) {
      throw new UncheckedIOException("the test's Kafka did not start", e);
    }
  }

  private KafkaRaftServer newServer() {
    KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    started.startup();
    return started;
  }

  /** Three ports at once, so that they differ. */
  private static int[] freePorts() throws IOException {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    try (ServerSocket broker = new ServerSocket(0, 1, loopback);
        ServerSocket controller = new ServerSocket(0, 1, loopback);
        ServerSocket proxied = new ServerSocket(0, 1, loopback)) {
      return new int[] {broker.getLocalPort(), controller.getLocalPort(), proxied.getLocalPort()};
    }
  }

  private static Map<String, String> settings(Path folder, int[] ports, int proxy) {
    return Map.ofEntries(
        Map.entry("process.roles", "broker,controller"),
        Map.entry("node.id", "1"),
        Map.entry("controller.quorum.voters", "1@127.0.0.1:" + ports[1]),
        Map.entry("controller.listener.names", "CONTROLLER"),
        Map.entry(
            "listeners",
            "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,PROXIED://127.0.0.1:%d"
                .formatted(ports[0], ports[1], ports[2])),
        Map.entry(
            "advertised.listeners",
            "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d".formatted(ports[0], proxy)),
        Map.entry(
            "listener.security.protocol.map",
            "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT"),
        Map.entry("log.dirs", folder.resolve("logs").toString()),
        // A topic that nobody made is a mistake here as in production.
        Map.entry("auto.create.topics.enable", "false"),
        // Everybody may do everything, until a test says otherwise of a topic.
        Map.entry("authorizer.class.name", HoldingAuthorizer.class.getName()),
        Map.entry("allow.everyone.if.no.acl.found", "true"),
        Map.entry("group.initial.rebalance.delay.ms", "0"),
        // A test does not wait for the seconds after which a production group settles, nor for the
        // minute in which it gives a member up. Each group may ask for shorter sessions still.
        Map.entry("group.min.session.timeout.ms", "1000"),
        Map.entry("group.consumer.min.session.timeout.ms", "1000"),
        Map.entry("group.consumer.min.heartbeat.interval.ms", "100"),
        Map.entry("group.consumer.heartbeat.interval.ms", "200"),
        Map.entry("group.consumer.assignment.interval.ms", "0"),
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

  TcpProxy proxy() {
    return proxy;
  }

  /** What the broker has is still there when it comes up again. */
  void down() {
    server.shutdown();
    server.awaitShutdown();
  }

  void up() {
    server = newServer();
  }

  private void stop() {
    down();
    proxy.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("left behind: " + folder, e);
    }
  }
}
