package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.apache.kafka.common.errors.InterruptException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.io.FileSystemResource;

/** A stop is over before Spring closes the connections, whatever the workers do. */
@Timeout(120)
class InboxStopTest {
  private static Shop shop;

  @BeforeAll
  static void open() {
    shop = Shop.open();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @Test
  void stuck_workers_share_one_stop_and_who_heeds_the_interrupt_leaves_the_group()
      throws Exception {
    try (Desk desk = Desk.open(shop, 2)) {
      Semaphore release = new Semaphore(0);
      Stuck stuck = new Stuck(release);
      shop.behaviour().before(stuck::run);
      InboxWorkers workers =
          new InboxWorkers(
              desk.properties(null), desk.consumer, List.of(desk.worker(), desk.worker()));
      workers.start();
      try {
        // Once each has acted, each has a partition; what comes then gets both of them stuck.
        for (int i = 0; stuck.threads.size() < 2; i++) {
          desk.send(i % 2, "warm-up-" + i);
        }
        stuck.begin();
        desk.send(0, "a");
        desk.send(1, "b");
        assertThat(stuck.inside.await(60, TimeUnit.SECONDS)).isTrue();

        long begun = System.nanoTime();
        workers.stop();
        Duration took = Duration.ofNanos(System.nanoTime() - begun);

        assertThat(took)
            .as("one after the other would take 11 s")
            .isLessThan(Duration.ofSeconds(10));
        assertThat(workers.isRunning()).as("one of them heeds nothing").isTrue();
        assertThat(members(desk)).as("the other has left").isEqualTo(1);
      } finally {
        release.release(1_000);
        while (workers.isRunning()) {
          Thread.onSpinWait();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(GroupProtocol.class)
  void a_stop_amid_a_batch_ends_the_batch_and_commits_it_and_nothing_comes_again(
      GroupProtocol protocol) throws Exception {
    shop.reset();
    try (Desk desk = Desk.open(shop, 1)) {
      desk.protocol = protocol;
      CountDownLatch amid = new CountDownLatch(1);
      Semaphore goOn = new Semaphore(0);
      shop.behaviour()
          .after(
              one -> {
                if (one.orderId().equals("b")) {
                  amid.countDown();
                  goOn.acquireUninterruptibly();
                }
              });
      desk.send(0, "a", "b", "c");
      InboxWorkers stopped = desk.instance(1);
      stopped.start();
      assertThat(amid.await(60, TimeUnit.SECONDS)).isTrue();

      Thread stop = Thread.ofPlatform().start(stopped::stop);
      // The stop has been asked for when its thread waits for the pass to end.
      await().until(() -> stop.getState() == Thread.State.TIMED_WAITING);
      long begun = System.nanoTime();
      goOn.release(1_000);
      assertThat(stop.join(StopTime.ALL_MAX)).as("in time").isTrue();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(StopTime.PASS_MAX);
      assertThat(members(desk)).isZero();
      int done = shop.effects().size();
      assertThat(desk.committed(0)).as("all that took effect").isEqualTo(done).isPositive();
      shop.reset();
      desk.send(0, "d");
      InboxWorker next = desk.worker();
      desk.until(() -> desk.committed(0) == 4, next);
      assertThat(shop.effects()).as("the rest, from where it stood").hasSize(4 - done);
      assertThat(desk.counted("repeated")).isZero();
    }
  }

  @Test
  void a_pass_that_is_interrupted_on_its_way_to_the_broker_leaves_the_group() throws Exception {
    try (Desk desk = Desk.open(shop, 1)) {
      InboxWorker worker = desk.worker();
      desk.until(() -> worker.state().waitsFor().isEmpty(), worker);

      Thread.currentThread().interrupt();
      assertThatExceptionOfType(InterruptException.class).isThrownBy(worker::runOnce);

      assertThat(Thread.interrupted()).as("the loop is to know of it").isTrue();
      assertThat(members(desk)).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"order-service", "payment-service", "inventory-service"})
  void a_stop_fits_in_what_the_service_gives_a_phase(String service) throws Exception {
    Path settings = Path.of("..", "..", service, "src", "main", "resources", "application.yaml");
    Object phase =
        new YamlPropertySourceLoader()
            .load(service, new FileSystemResource(settings))
            .getFirst()
            .getProperty("spring.lifecycle.timeout-per-shutdown-phase");

    assertThat(StopTime.ALL_MAX).isLessThan(DurationStyle.detectAndParse(String.valueOf(phase)));
  }

  private static long members(Desk desk) throws Exception {
    try (var admin = desk.admin()) {
      return admin.describeConsumerGroups(List.of(desk.consumer)).all().get().values().stream()
          .mapToLong(group -> group.members().size())
          .sum();
    }
  }

  /** The first who comes lets an interrupt end it, as most code does; the second does not. */
  private static final class Stuck {
    final Set<String> threads = ConcurrentHashMap.newKeySet();
    final CountDownLatch inside = new CountDownLatch(2);
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicBoolean somebodyCame = new AtomicBoolean();
    private final Semaphore release;

    Stuck(Semaphore release) {
      this.release = release;
    }

    void begin() {
      begun.set(true);
    }

    void run(Shop.Counted one) {
      threads.add(Thread.currentThread().getName());
      if (!begun.get()) {
        return;
      }
      boolean heeds = somebodyCame.compareAndSet(false, true);
      inside.countDown();
      if (!heeds) {
        release.acquireUninterruptibly();
        return;
      }
      try {
        release.acquire();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(stop);
      }
    }
  }
}
