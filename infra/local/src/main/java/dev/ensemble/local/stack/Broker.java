package dev.ensemble.local.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** One Kafka broker that is its own controller (KRaft), as a JVM of its own. */
final class Broker implements Startable {
  private static final int HEAP_MEGABYTES_MAX = 320;

  private final DataFolder data;
  private final Ports ports;
  private final Path configuration;
  private final Path storage;

  Broker(DataFolder data, Ports ports) {
    this.data = data;
    this.ports = ports;
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
      Files.writeString(configuration, properties());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot configure the broker", e);
    }
    var command =
        JavaCommand.of(
            HEAP_MEGABYTES_MAX,
            "-Dlogback.configurationFile=broker-logback.xml",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerMain.class.getName(),
            configuration.toString(),
            storage.toString());
    return new Launch(name(), command, Map.of(), log()).start(data.run());
  }

  /** The broker opens its port last; what it then needs is the admin client's to wait for. */
  @Override
  public boolean ready() {
    return Ports.answers(ports.broker());
  }

  private String properties() {
    return """
        # Written by ./infra/local/up at every start.
        process.roles=broker,controller
        node.id=1
        controller.quorum.voters=1@127.0.0.1:%2$d
        controller.listener.names=CONTROLLER
        listeners=PLAINTEXT://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=PLAINTEXT://127.0.0.1:%1$d
        listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
        log.dirs=%3$s
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
        """
        .formatted(ports.broker(), ports.controller(), storage);
  }
}
