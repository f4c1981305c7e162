package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.Uuid;

/** One Kafka broker that is a controller, too (KRaft), as a JVM of its own. */
final class Broker implements Startable {
  private static final int HEAP_MEGABYTES_MAX = 320;

  private static final String SETTINGS =
      """
      process.roles=broker,controller
      controller.listener.names=CONTROLLER
      auto.create.topics.enable=false

      # There is one broker, so there is one copy of everything.
      default.replication.factor=1
      min.insync.replicas=1
      offsets.topic.replication.factor=1
      transaction.state.log.replication.factor=1
      transaction.state.log.min.isr=1
      share.coordinator.state.topic.replication.factor=1
      share.coordinator.state.topic.min.isr=1

      # Few groups and producers: fewer partitions to make at the first start.
      offsets.topic.num.partitions=3
      transaction.state.log.num.partitions=3
      # Nobody else is about to join a group that forms.
      group.initial.rebalance.delay.ms=0
      # A group that nobody has read with for a month is forgotten, not sooner.
      offsets.retention.minutes=43200
      """;

  /** What is another where three brokers hold every record; two of them must have it. */
  private static final String OF_THREE =
      """
      default.replication.factor=3
      min.insync.replicas=2
      offsets.topic.replication.factor=3
      transaction.state.log.replication.factor=3
      transaction.state.log.min.isr=2
      share.coordinator.state.topic.replication.factor=3
      share.coordinator.state.topic.min.isr=2
      unclean.leader.election.enable=false
      inter.broker.listener.name=PEERS
      # A broker that says nothing for so long is given up; others lead its partitions then.
      broker.session.timeout.ms=6000
      broker.heartbeat.interval.ms=1000
      replica.lag.time.max.ms=10000
      # Each process that connects has a listener of its own, and each listener has threads.
      num.network.threads=1
      num.io.threads=4
      """;

  private final DataFolder data;
  private final Ports ports;
  private final Cluster cluster;
  private final Map<String, String> instead;
  private final int number;
  private final Path configuration;
  private final Path storage;
  private final String clusterId;

  /**
   * @param number which of the cluster's brokers, from 1
   */
  Broker(DataFolder data, Setup setup, int number) {
    this.data = data;
    this.ports = setup.ports();
    this.cluster = setup.cluster();
    this.instead = setup.broker();
    this.number = number;
    String suffix = cluster.brokers() == 1 ? "" : "-" + number;
    this.configuration = data.kafka().resolve("broker" + suffix + ".properties");
    this.storage = data.storage(cluster.broker(number));
    this.clusterId = clusterId();
  }

  /** One for all brokers, made once; whoever is formatted already keeps the one it has. */
  private String clusterId() {
    Path file = data.kafka().resolve("cluster.id");
    try {
      if (!Files.exists(file)) {
        Files.createDirectories(data.kafka());
        Files.writeString(file, Uuid.randomUuid().toString());
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("cannot name the broker's cluster", e);
    }
  }

  @Override
  public String name() {
    return cluster.broker(number);
  }

  @Override
  public Path log() {
    return data.log(name());
  }

  @Override
  public String address() {
    return "127.0.0.1:" + ports.broker(number);
  }

  @Override
  public Running start() {
    try {
      Files.createDirectories(data.kafka());
      try (OutputStream file = Files.newOutputStream(configuration)) {
        properties().store(file, "Written by ./infra/local/up at every start.");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure the broker", e);
    }
    var command =
        JavaCommand.of(
            HEAP_MEGABYTES_MAX,
            List.of(
                "-Dlogback.configurationFile=broker-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                BrokerMain.class.getName(),
                configuration.toString(),
                storage.toString(),
                clusterId));
    return new Launch(name(), command, Map.of(), log()).start(data.run());
  }

  /** The broker opens its port last; what it then needs is the admin client's to wait for. */
  @Override
  public boolean ready() {
    return Ports.answers(ports.broker(number));
  }

  /** Stored by the class that the broker reads them with, which escapes what a path may hold. */
  private Properties properties() {
    Properties properties = new Properties();
    load(properties, cluster.brokers() == 1 ? SETTINGS : SETTINGS + OF_THREE);
    properties.putAll(instead);
    BrokerListeners listeners = new BrokerListeners(cluster, ports, number);
    properties.setProperty("node.id", "" + number);
    properties.setProperty("listeners", listeners.bound());
    properties.setProperty("advertised.listeners", listeners.advertised());
    properties.setProperty("listener.security.protocol.map", listeners.protocols());
    properties.setProperty("controller.quorum.voters", listeners.voters());
    properties.setProperty("log.dirs", storage.toString());
    return properties;
  }

  private static void load(Properties properties, String text) {
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new AssertionError("a string is always readable", e);
    }
  }
}
