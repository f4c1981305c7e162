package dev.ensemble.testkit.servers;

import dev.ensemble.testkit.faults.TcpProxy;
import java.util.Map;

/** One KRaft broker on this machine, which a test may stop and starts again. */
public interface KafkaServer extends AutoCloseable {

  /** What it runs with, wherever it runs. */
  Map<String, String> SETTINGS =
      Map.ofEntries(
          Map.entry("process.roles", "broker,controller"),
          Map.entry("node.id", "1"),
          Map.entry("controller.listener.names", "CONTROLLER"),
          // A topic that nobody made is a mistake here as in production.
          Map.entry("auto.create.topics.enable", "false"),
          // Everybody may do everything, until a test says otherwise of a topic.
          Map.entry("allow.everyone.if.no.acl.found", "true"),
          Map.entry("group.initial.rebalance.delay.ms", "0"),
          // A test does not wait for the seconds after which a production group settles, nor for
          // the minute in which it gives a member up. Each group may ask for shorter sessions
          // still.
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

  /** Where clients find it; the same after each start. */
  String bootstrapServers();

  /** The network before a listener of its own, whose clients stay behind it. */
  TcpProxy proxy();

  /** Stops it in good order; returns when it has stopped. */
  void down();

  /** Starts it again with all that it had; returns when it answers. */
  void up();

  @Override
  void close();
}
