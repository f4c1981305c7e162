package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.NewTopics;
import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;

/** The topics of one measurement: made anew for each, so that every contender fills empty ones. */
final class Topic {
  static final int PARTITIONS = 6;

  /** Where our relay keeps its position in transactional mode. */
  private static final String POSITIONS = "ensemble.relay.positions";

  private static final short COPIES = 1;
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private Topic() {}

  /** Takes away what is there, and makes both empty. */
  static void makeAnew(String bootstrapServers) throws InterruptedException {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      Set<String> there = await(admin.listTopics().names());
      List<String> old = List.of(Event.TOPIC, POSITIONS).stream().filter(there::contains).toList();
      await(admin.deleteTopics(old).all());
      awaitGone(admin, old);
      NewTopic positions =
          new NewTopic(POSITIONS, 1, COPIES).configs(Map.of("cleanup.policy", "compact"));
      NewTopics.make(admin, List.of(new NewTopic(Event.TOPIC, PARTITIONS, COPIES), positions));
    }
  }

  private static void awaitGone(Admin admin, List<String> topics) throws InterruptedException {
    while (await(admin.listTopics().names()).stream().anyMatch(topics::contains)) {
      Thread.sleep(LOOK_EVERY);
    }
  }

  private static <T> T await(KafkaFuture<T> future) throws InterruptedException {
    try {
      return future.get(WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Refusal("the topics cannot be made anew: " + e, e);
    }
  }
}
