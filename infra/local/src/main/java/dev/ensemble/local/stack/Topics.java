package dev.ensemble.local.stack;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.KafkaFuture;
import org.jspecify.annotations.Nullable;

/** The topics of the saga: made before anyone writes, with the partitions that they keep. */
public final class Topics {
  public static final List<String> ALL =
      List.of("order.events", "payment.events", "inventory.events");

  /** Fixed for good: another number would send an order's later facts to another partition. */
  public static final int PARTITIONS = 6;

  /** The inbox remembers for two weeks, so that nothing on a topic is ever too old to be known. */
  public static final Duration RETENTION = Duration.ofDays(7);

  private static final Duration MADE_WITHIN = Duration.ofSeconds(60);

  private Topics() {}

  /** Makes the topics that are missing. */
  static void prepare(String bootstrapServers, @Nullable Guest guest, short copies) {
    Map<String, Object> settings =
        Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    try (Admin admin = Admin.create(settings)) {
      Set<String> there = await(admin.listTopics().names());
      Stream<String> guests = Stream.ofNullable(guest).map(Guest::topic);
      List<NewTopic> missing =
          Stream.concat(ALL.stream(), guests)
              .filter(name -> !there.contains(name))
              .map(name -> described(name, copies))
              .toList();
      await(admin.createTopics(missing).all());
    }
  }

  private static NewTopic described(String name, short copies) {
    return new NewTopic(name, PARTITIONS, copies)
        .configs(Map.of("retention.ms", "" + RETENTION.toMillis()));
  }

  private static <T> T await(KafkaFuture<T> future) {
    try {
      return future.get(MADE_WITHIN.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new Refusal("the topics cannot be made: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal("interrupted while the topics were made", e);
    }
  }
}
