package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.springframework.dao.TransientDataAccessResourceException;

/** How far partitions are behind: told for those that stand, too, and only while they are ours. */
class BacklogTest extends OverOneShop {
  @Test
  void a_partition_that_stands_shows_what_waits_behind_it_and_for_how_long() {
    try (Desk desk = Desk.open(shop, 1)) {
      InboxWorker worker = desk.worker();
      desk.send(0, "a", "b");
      desk.until(() -> shop.effects().size() == 2, worker);
      look(desk, worker);
      assertThat(gauge(desk, "ensemble.inbox.lag", 0)).isZero();
      assertThat(gauge(desk, "ensemble.inbox.oldest.age", 0)).isZero();

      shop.behaviour().before(Poison::of);
      desk.send(0, "poison");
      desk.until(() -> desk.counted("failed") == 1, worker);
      // It is paused from now on, as the time of its backoff does not pass; the steps let a fetch
      // end that was under way. What comes then is fetched by nobody.
      desk.steps(5, worker);
      desk.send(0, "c", "d", "e");
      look(desk, worker);

      assertThat(gauge(desk, "ensemble.inbox.lag", 0)).isEqualTo(4);
      assertThat(gauge(desk, "ensemble.inbox.oldest.age", 0))
          .isGreaterThanOrEqualTo((double) Backlog.PACE.toMillis());
      double before = gauge(desk, "ensemble.inbox.oldest.age", 0);
      desk.millisAhead.addAndGet(BacklogGauges.SAMPLE_AGE_MAX.toMillis() + 1_000);
      assertThat(gauge(desk, "ensemble.inbox.oldest.age", 0))
          .as("it grows without a look, whatever holds the worker up")
          .isGreaterThan(before + (double) BacklogGauges.SAMPLE_AGE_MAX.toMillis());
      assertThat(gauge(desk, "ensemble.inbox.lag", 0)).as("too old to be told").isNaN();
    }
  }

  /** A failure of the event's own. */
  private static final class Poison {
    static void of(Shop.Counted counted) {
      if (counted.orderId().equals("poison")) {
        throw new IllegalStateException("poison");
      }
    }
  }

  @Test
  void an_outage_counts_as_one_and_its_records_are_behind() {
    try (Desk desk = Desk.open(shop, 1)) {
      InboxWorker worker = desk.worker();
      shop.behaviour()
          .before(
              counted -> {
                throw new TransientDataAccessResourceException("away");
              });
      desk.send(0, "a", "b", "c");

      desk.until(() -> counter(desk, "ensemble.inbox.outages") == 1, worker);
      look(desk, worker);

      assertThat(desk.counted("failed")).isZero();
      assertThat(gauge(desk, "ensemble.inbox.lag", 0)).isEqualTo(3);
      assertThat(desk.meters.get("ensemble.inbox.age").timer().count()).isZero();
      shop.reset();
      desk.pass(Duration.ofSeconds(30));
      desk.until(() -> shop.effects().size() == 3, worker);
      look(desk, worker);
      assertThat(gauge(desk, "ensemble.inbox.lag", 0)).isZero();
      assertThat(desk.meters.get("ensemble.inbox.age").timer().count()).isEqualTo(3);
      assertThat(desk.meters.get("ensemble.inbox.batch").summary().totalAmount()).isEqualTo(6);
    }
  }

  @Test
  void a_partition_that_moves_away_takes_its_gauges_along() {
    try (Desk desk = Desk.open(shop, 2)) {
      InboxWorker first = desk.worker();
      desk.send(0, "a");
      desk.send(1, "b");
      desk.until(() -> shop.effects().size() == 2, first);
      look(desk, first);
      assertThat(partitions(desk)).containsExactlyInAnyOrder("0", "1");

      first.close();
      assertThat(partitions(desk)).isEmpty();
    }
  }

  /** As the client's own thread does to a member that was thrown out of its group (KIP-848). */
  @Test
  void a_partition_that_is_taken_away_amid_a_look_or_a_commit_costs_no_new_consumer() {
    try (Desk desk = Desk.open(shop, 2)) {
      AtomicInteger opened = new AtomicInteger();
      Taken taken = new Taken(new TopicPartition(desk.topic, 1));
      desk.connect =
          settings -> {
            opened.incrementAndGet();
            return taken.from(new KafkaConsumer<>(settings));
          };
      InboxWorker worker = desk.worker();
      desk.send(0, "a");
      desk.send(1, "b");
      desk.until(() -> shop.effects().size() == 2, worker);

      taken.amid = "endOffsets";
      look(desk, worker);

      assertThat(taken.isGone).as("it was taken amid the look").isTrue();
      assertThat(opened).hasValue(1);
      taken.isGone = false;
      taken.amid = "assignment";
      worker.runOnce();
      assertThat(taken.isGone).as("it was taken between assignment and position").isTrue();
      assertThat(opened).hasValue(1);
      desk.send(0, "c");
      desk.until(() -> shop.effects().size() == 3, worker);
      assertThat(opened).hasValue(1);
    }
  }

  /** A real consumer that loses a partition after a call of the test's choice. */
  private static final class Taken {
    private final TopicPartition partition;
    private String amid = "";
    private boolean isGone;

    Taken(TopicPartition partition) {
      this.partition = partition;
    }

    @SuppressWarnings("unchecked")
    Consumer<byte[], byte[]> from(Consumer<byte[], byte[]> real) {
      return (Consumer<byte[], byte[]>)
          Proxy.newProxyInstance(
              Consumer.class.getClassLoader(),
              new Class<?>[] {Consumer.class},
              (proxy, method, arguments) -> {
                String name = method.getName();
                if (isGone && name.equals("position") && partition.equals(arguments[0])) {
                  throw new IllegalStateException("not assigned");
                }
                try {
                  Object answer = method.invoke(real, arguments);
                  if (isGone && name.equals("assignment")) {
                    Set<TopicPartition> left = new HashSet<>((Set<TopicPartition>) answer);
                    left.remove(partition);
                    return left;
                  }
                  isGone |= name.equals(amid);
                  return answer;
                } catch (InvocationTargetException thrown) {
                  throw thrown.getCause();
                }
              });
    }
  }

  @Test
  void whoever_took_a_partition_over_keeps_its_gauges_when_the_other_lets_go() {
    AtomicLong now = new AtomicLong(1_000_000);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    BacklogGauges gauges = new BacklogGauges(registry, "shop", now::get);
    TopicPartition partition = new TopicPartition("t", 0);

    gauges.seen(partition, new BacklogGauges.Seen("old", 5, 900_000, now.get()));
    gauges.seen(partition, new BacklogGauges.Seen("new", 2, 990_000, now.get()));
    gauges.gone(partition, "old");

    assertThat(registry.get("ensemble.inbox.lag").gauge().value()).isEqualTo(2);
    assertThat(registry.get("ensemble.inbox.oldest.age").gauge().value()).isEqualTo(10);
    gauges.gone(partition, "new");
    assertThat(registry.getMeters()).isEmpty();
  }

  /** The next pass looks again. */
  private static void look(Desk desk, InboxWorker worker) {
    desk.millisAhead.addAndGet(Backlog.PACE.toMillis());
    worker.runOnce();
  }

  /** Ages in ms here: this registry's base unit is the second. */
  private static double gauge(Desk desk, String name, int partition) {
    Gauge gauge = desk.meters.get(name).tags("partition", "" + partition).gauge();
    return name.endsWith("age") ? gauge.value() * 1_000 : gauge.value();
  }

  private static double counter(Desk desk, String name) {
    return desk.meters.get(name).tags("consumer", desk.consumer).counter().count();
  }

  private static List<String> partitions(Desk desk) {
    return desk.meters.getMeters().stream()
        .map(Meter::getId)
        .filter(id -> id.getName().equals("ensemble.inbox.lag"))
        .map(id -> String.valueOf(id.getTag("partition")))
        .toList();
  }
}
