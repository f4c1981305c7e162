package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.testkit.faults.Signal;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.MemberToRemove;
import org.apache.kafka.clients.admin.RemoveMembersFromConsumerGroupOptions;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * A consumer group begins anew with everything that was ever published. Its members are killed
 * meanwhile, because a group that somebody reads with cannot be set back.
 */
public final class GroupReset implements Fault {
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(15);

  private final Program service;

  public GroupReset(Program service) {
    this.service = service;
  }

  @Override
  public List<String> targets() {
    return Layout.processes(List.of(service));
  }

  @Override
  public long inject(SystemUnderTest system) throws Exception {
    for (String name : targets()) {
      Supervised supervised = system.process(name);
      supervised.hold();
      Signal.KILL.to(supervised.pid());
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            system.stack().bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) ANSWER_WITHIN.toMillis(),
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            (int) ANSWER_WITHIN.toMillis() / 3);
    try (Admin admin = Admin.create(settings)) {
      return setBack(admin);
    }
  }

  private long setBack(Admin admin) throws Exception {
    String group = service.shortName();
    // They are static members, who would keep their places for a while after their death.
    List<MemberToRemove> members =
        IntStream.rangeClosed(1, Layout.REPLICAS)
            .mapToObj(replica -> new MemberToRemove("%s-%d-1".formatted(group, replica)))
            .toList();
    Map<TopicPartition, OffsetAndMetadata> committed =
        await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
    var removal =
        admin.removeMembersFromConsumerGroup(
            group, new RemoveMembersFromConsumerGroupOptions(members));
    for (MemberToRemove member : members) {
      try {
        await(removal.memberResult(member));
      } catch (ExecutionException unknownMember) {
        // It had no place at the moment: it was down, or the group was forming anew.
      }
    }
    Map<TopicPartition, OffsetAndMetadata> beginning = new HashMap<>();
    committed.keySet().forEach(partition -> beginning.put(partition, new OffsetAndMetadata(0)));
    await(admin.alterConsumerGroupOffsets(group, beginning).all());
    return committed.values().stream().mapToLong(OffsetAndMetadata::offset).sum();
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public long heal(SystemUnderTest system) {
    targets().forEach(name -> system.process(name).release());
    return 0;
  }

  @Override
  public String toString() {
    return "set the group %s back to the beginning".formatted(service.shortName());
  }
}
