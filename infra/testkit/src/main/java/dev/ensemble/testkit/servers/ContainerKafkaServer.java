package dev.ensemble.testkit.servers;

import static java.util.Locale.ROOT;
import static org.awaitility.Awaitility.await;

import dev.ensemble.testkit.faults.BrokerInReach;
import dev.ensemble.testkit.faults.TcpProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.utils.AppInfoParser;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;

/**
 * Kafka's public image, of the version that the class path has. Clients go where the broker says
 * that it is: so it is told the ports of this machine before it starts, and speaks with itself at a
 * listener inside the container.
 */
final class ContainerKafkaServer implements KafkaServer {
  static final String IMAGE = "apache/kafka:" + AppInfoParser.getVersion();
  private static final int DIRECT = 9092;
  private static final int PROXIED = 9094;

  /** An image that is there starts in seconds; a loaded machine may take far longer. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(90);

  /** A broker that stops in good order hands over what nobody takes, and goes. */
  private static final Duration STOP_PATIENCE = Duration.ofSeconds(60);

  /** One question to a broker that may not be there yet. */
  private static final int QUESTION_SECONDS = 5;

  private final String bootstrapServers;
  private final TcpProxy proxy;
  private final GenericContainer<?> container;

  ContainerKafkaServer() {
    int[] ports = FreePorts.of(2);
    bootstrapServers = "127.0.0.1:" + ports[0];
    proxy = TcpProxy.to(ports[1]);
    container =
        new GenericContainer<>(IMAGE)
            .withEnv(environment(settings(ports[0], proxy.port())))
            .withExposedPorts(DIRECT, PROXIED)
            .waitingFor(new Answers());
    DockerEngine.bind(container, ports[0], DIRECT);
    DockerEngine.bind(container, ports[1], PROXIED);
    try {
      container.start();
    } catch (RuntimeException failed) {
      proxy.close();
      throw failed;
    }
    BrokerInReach.isElsewhere();
  }

  private static Map<String, String> settings(int port, int proxy) {
    Map<String, String> all = new HashMap<>(SETTINGS);
    all.put("controller.quorum.voters", "1@localhost:9093");
    all.put(
        "listeners",
        "PLAINTEXT://:%d,CONTROLLER://:9093,PROXIED://:%d,ITSELF://localhost:9095"
            .formatted(DIRECT, PROXIED));
    all.put(
        "advertised.listeners",
        "PLAINTEXT://127.0.0.1:%d,PROXIED://127.0.0.1:%d,ITSELF://localhost:9095"
            .formatted(port, proxy));
    all.put("inter.broker.listener.name", "ITSELF");
    all.put(
        "listener.security.protocol.map",
        "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT,PROXIED:PLAINTEXT,ITSELF:PLAINTEXT");
    // Without one, permissions cannot be given and taken, as a test may want to.
    all.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
    return all;
  }

  /** As the image wants them: {@code log.dirs} is {@code KAFKA_LOG_DIRS}. */
  private static Map<String, String> environment(Map<String, String> settings) {
    Map<String, String> environment = new HashMap<>();
    settings.forEach(
        (name, value) ->
            environment.put("KAFKA_" + name.toUpperCase(ROOT).replace('.', '_'), value));
    return environment;
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
    DockerEngine.end(container.getContainerId(), "TERM", STOP_PATIENCE);
  }

  @Override
  public void up() {
    DockerEngine.startAgain(container.getContainerId());
    awaitAnswer();
  }

  private void awaitAnswer() {
    await()
        .atMost(START_PATIENCE)
        .ignoreExceptions()
        .until(
            () -> {
              try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers))) {
                return !admin
                    .describeCluster()
                    .nodes()
                    .get(QUESTION_SECONDS, TimeUnit.SECONDS)
                    .isEmpty();
              }
            });
  }

  @Override
  public void close() {
    container.stop();
    proxy.close();
  }

  private final class Answers extends AbstractWaitStrategy {
    @Override
    protected void waitUntilReady() {
      awaitAnswer();
    }
  }
}
