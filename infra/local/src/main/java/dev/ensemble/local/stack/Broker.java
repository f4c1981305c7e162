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

/** One Kafka broker that is its own controller (KRaft), as a JVM of its own. */
final class Broker implements Startable {
  private static final int HEAP_MEGABYTES_MAX = 320;

  private static final String SETTINGS =
      """
      process.roles=broker,controller
      node.id=1
      controller.listener.names=CONTROLLER
      listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
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

  private final DataFolder data;
  private final Ports ports;
  private final Map<String, String> instead;
  private final Path configuration;
  private final Path storage;

  /**
   * @param instead settings beside the usual ones, or instead of them
   */
  Broker(DataFolder data, Ports ports, Map<String, String> instead) {
    this.data = data;
    this.ports = ports;
    this.instead = instead;
    this.configuration = data.kafka().resolve("broker.properties");
    this.storage = data.kafka().resolve("storage");
  }

  @Override
  public String name() {
    return "kafka";
  }

  @Override
  public Path log() {
    return data.log(name());
  }

  @Override
  public String address() {
    return "127.0.0.1:" + ports.broker();
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
                storage.toString()));
    return new Launch(name(), command, Map.of(), log()).start(data.run());
  }

  /** The broker opens its port last; what it then needs is the admin client's to wait for. */
  @Override
  public boolean ready() {
    return Ports.answers(ports.broker());
  }

  /** Stored by the class that the broker reads them with, which escapes what a path may hold. */
  private Properties properties() {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(SETTINGS));
    } catch (IOException e) {
      throw new AssertionError("a string is always readable", e);
    }
    properties.putAll(instead);
    String broker = "PLAINTEXT://" + address();
    String controller = "127.0.0.1:" + ports.controller();
    properties.setProperty("listeners", broker + ",CONTROLLER://" + controller);
    properties.setProperty("advertised.listeners", broker);
    properties.setProperty("controller.quorum.voters", "1@" + controller);
    properties.setProperty("log.dirs", storage.toString());
    return properties;
  }
}
