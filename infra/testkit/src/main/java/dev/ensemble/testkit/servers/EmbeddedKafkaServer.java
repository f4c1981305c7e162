package dev.ensemble.testkit.servers;

import dev.ensemble.testkit.faults.HoldingAuthorizer;
import dev.ensemble.testkit.faults.TcpProxy;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
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
final class EmbeddedKafkaServer implements KafkaServer {
  private final Path folder;
  private final Map<String, String> settings;
  private final TcpProxy proxy;
  private final String bootstrapServers;
  private KafkaRaftServer server;

  private EmbeddedKafkaServer(Path folder, int[] ports) throws IOException {
    this.folder = folder;
    this.proxy = TcpProxy.to(ports[2]);
    this.settings = settings(folder, ports, proxy.port());
    this.bootstrapServers = "127.0.0.1:" + ports[0];
    format(folder, settings);
    this.server = newServer();
  }

  static EmbeddedKafkaServer start() {
    try {
      return new EmbeddedKafkaServer(Files.createTempDirectory("test-kafka"), FreePorts.of(3));
    } catch (IOException e) {
      throw new UncheckedIOException("the test's Kafka did not start", e);
    }
  }

  private KafkaRaftServer newServer() {
    KafkaRaftServer started = new KafkaRaftServer(new KafkaConfig(settings, false), Time.SYSTEM);
    started.startup();
    return started;
  }

  private static Map<String, String> settings(Path folder, int[] ports, int proxy) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.put("controller.quorum.voters", "1@127.0.0.1:" + ports[1]);
    all.put(
        "listeners",
        "PLAINTEXT://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d,PROXIED://127.0.0.1:%d"
            .formatted(ports[0], ports[1], ports[2]));
    all.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d".formatted(ports[0], proxy));
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT");
    all.put("log.dirs", folder.resolve("logs").toString());
    all.put("authorizer.class.name", HoldingAuthorizer.class.getName());
    return all;
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

  @Override
  public String bootstrapServers() {
    return bootstrapServers;
  }

  @Override
  public TcpProxy proxy() {
    return proxy;
  }

  @Override
  public void down() {
    server.shutdown();
    server.awaitShutdown();
  }

  @Override
  public void up() {
    server = newServer();
  }

  @Override
  public void close() {
    down();
    proxy.close();
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("left behind: " + folder, e);
    }
  }
}
