package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Life;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Supervised;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
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

  /** Its members are started, and take up again what they had. */
  private static final Duration READ_AGAIN_WITHIN = Duration.ofMinutes(2);

  private final Program service;
  private final Set<String> killed = new HashSet<>();
  private final List<Supervised.Hold> holds = new ArrayList<>();

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
      if (!killed.contains(name)) {
        Supervised supervised = system.process(name);
        Life life = supervised.life();
        holds.add(supervised.hold());
        Processes.kill(life.process());
        killed.add(name);
      }
    }
    try (Admin admin = Admin.create(settings(system))) {
      setBack(admin);
    }
    return 0;
  }

  private static Map<String, Object> settings(SystemUnderTest system) {
    return Map.of(
        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
        system.stack().bootstrapServers(),
        AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
        (int) ANSWER_WITHIN.toMillis(),
        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
        (int) ANSWER_WITHIN.toMillis() / 3);
  }

  private void setBack(Admin admin) throws Exception {
    String group = service.shortName();
    // They are static members, who would keep their places for a while after their death.
    List<MemberToRemove> members =
        IntStream.rangeClosed(1, Layout.REPLICAS)
            .mapToObj(replica -> new MemberToRemove("%s-%d-1".formatted(group, replica)))
            .toList();
    Map<TopicPartition, OffsetAndMetadata> committed = committed(admin);
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
  }

  private static <T> T await(KafkaFuture<T> future) throws Exception {
    return future.get(ANSWER_WITHIN.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public long heal(SystemUnderTest system) {
    holds.forEach(Supervised.Hold::release);
    return 0;
  }

  /** Counts the partitions of which some was read again. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    try (Admin admin = Admin.create(settings(system))) {
      AtomicLong again = new AtomicLong();
      Patience.until(
          READ_AGAIN_WITHIN,
          () -> {
            again.set(committed(admin).values().stream().filter(one -> one.offset() > 0).count());
            return again.get() > 0;
          });
      return again.get();
    }
  }

  private Map<TopicPartition, OffsetAndMetadata> committed(Admin admin) throws Exception {
    return await(
        admin.listConsumerGroupOffsets(service.shortName()).partitionsToOffsetAndMetadata());
  }

  @Override
  public String toString() {
    return "set the group %s back to the beginning".formatted(service.shortName());
  }
}
