package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.transaction.PlatformTransactionManager;

/** Two consumers with the same events, or with the same rows, at the same time. */
@Timeout(120)
class InboxConcurrencyTest {
  private static Shop shop;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  @BeforeAll
  static void open() {
    shop = Shop.open();
    // How long PostgreSQL looks away before it searches for a deadlock; a second by default.
    shop.superuser()
        .sql("ALTER DATABASE " + shop.database.name() + " SET deadlock_timeout = '50ms'")
        .update();
  }

  @AfterAll
  static void close() {
    shop.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
    shop.superuser()
        .sql("INSERT INTO shop.accounts SELECT 'account-' || n, 0 FROM generate_series(1, 5) n")
        .update();
  }

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void of_two_that_get_the_same_batch_one_acts_and_the_other_knows() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> batch =
        List.of(Shop.counted(0, "a"), Shop.counted(1, "b"));
    Gate gate = new Gate("a");
    shop.behaviour().before(gate);

    Future<Inbox.Receipt> first = threads.submit(() -> shop.inbox().receive(batch));
    gate.awaitSomebodyInside();
    Future<Inbox.Receipt> second = threads.submit(() -> shop.inbox().receive(batch));
    awaitSomebodyBlocked();
    gate.open();

    assertThat(first.get()).isEqualTo(new Inbox.Receipt(2, 0, 0));
    assertThat(second.get()).isEqualTo(new Inbox.Receipt(0, 2, 0));
    assertThat(shop.effects()).containsExactly("a", "b");
    assertThat(shop.told()).containsExactly("a", "b");
  }

  @Test
  void when_the_first_rolls_back_the_second_acts() throws Exception {
    List<ConsumerRecord<byte[], byte[]>> batch =
        List.of(Shop.counted(0, "a"), Shop.counted(1, "b"));
    Gate gate = new Gate("a");
    AtomicInteger calls = new AtomicInteger();
    shop.behaviour()
        .before(
            one -> {
              gate.accept(one);
              if (one.orderId().equals("a") && calls.incrementAndGet() <= 2) {
                throw new IllegalStateException("once with the batch and once alone");
              }
            });

    Future<Progress> first =
        threads.submit(() -> intake(InboxLimits.DEFAULT).take(batch, Attempts.OF_SOMEBODY_ELSE));
    gate.awaitSomebodyInside();
    Future<Inbox.Receipt> second = threads.submit(() -> shop.inbox().receive(batch));
    awaitSomebodyBlocked();
    gate.open();

    Progress failed = first.get();
    Inbox.Receipt applied = second.get();
    int all = failed.done().applied() + applied.applied();
    assertThat(all).isEqualTo(2);
    assertThat(shop.effects()).containsExactlyInAnyOrder("a", "b");
  }

  @Test
  void a_consumer_that_is_frozen_in_the_middle_loses_its_claim_and_has_no_effect()
      throws Exception {
    List<ConsumerRecord<byte[], byte[]>> batch = List.of(Shop.counted(0, "a"));
    Gate gate = new Gate("a");
    shop.behaviour().before(gate);
    InboxLimits shortIdle =
        new InboxLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofMillis(300),
            Duration.ofSeconds(60));

    Future<Progress> frozen =
        threads.submit(() -> intake(shortIdle).take(batch, Attempts.OF_SOMEBODY_ELSE));
    gate.awaitSomebodyInside();
    Inbox.Receipt second = shop.inbox().receive(batch);
    gate.open();

    assertThat(second).isEqualTo(new Inbox.Receipt(1, 0, 0));
    assertThat(frozen.get().outage()).isNotNull();
    assertThat(frozen.get().done().applied()).isZero();
    assertThat(shop.effects()).containsExactly("a");
  }

  @Test
  void a_batch_that_takes_too_long_gets_on_in_smaller_steps() {
    List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      batch.add(Shop.counted(i, "k" + i));
    }
    shop.behaviour().before(one -> shop.sql().sql("SELECT pg_sleep(0.2)").query().singleRow());
    InboxLimits shortTransaction =
        new InboxLimits(
            Duration.ofSeconds(5),
            Duration.ofSeconds(15),
            Duration.ofSeconds(15),
            Duration.ofMillis(700));

    Progress progress = intake(shortTransaction).take(batch, Attempts.OF_SOMEBODY_ELSE);

    assertThat(progress.outage()).isNull();
    assertThat(progress.done().applied()).isEqualTo(6);
    assertThat(shop.effects()).containsExactly("k0", "k1", "k2", "k3", "k4", "k5");
  }

  @Test
  void without_row_locks_two_batches_deadlock_and_still_each_event_acts_once() throws Exception {
    CyclicBarrier both = new CyclicBarrier(2);
    AtomicInteger runs = new AtomicInteger();
    shop.behaviour()
        .after(
            one -> {
              if (runs.incrementAndGet() <= 2) {
                move("account-" + one.amount());
                meet(both);
              } else {
                move("account-" + one.amount());
              }
            });

    Future<Progress> up =
        threads.submit(
            () -> intake(InboxLimits.DEFAULT).take(List.of(on(0, 1), on(1, 2)), Lot.ONE));
    Future<Progress> down =
        threads.submit(
            () -> intake(InboxLimits.DEFAULT).take(List.of(on(2, 2), on(3, 1)), Lot.ONE));

    for (Progress progress : List.of(up.get(), down.get())) {
      assertThat(progress.failures()).isEmpty();
      assertThat(progress.done().applied()).isEqualTo(2);
    }
    assertThat(runs).as("one of the batches was rolled back and ran again").hasValueGreaterThan(4);
    assertThat(new Lot(shop).parked()).as("a deadlock is nobody's fault").isEmpty();
    assertThat(balance("account-1")).isEqualTo(2);
    assertThat(balance("account-2")).isEqualTo(2);
  }

  @Test
  void with_row_locks_batches_over_shared_rows_never_roll_back() throws Exception {
    AtomicInteger runs = new AtomicInteger();
    shop.behaviour().locking(InboxConcurrencyTest::lockSorted);
    shop.behaviour()
        .after(
            one -> {
              runs.incrementAndGet();
              move("account-" + one.amount());
            });
    int batches = 40;
    int size = 20;

    List<Future<Integer>> workers = new ArrayList<>();
    for (int w = 0; w < 2; w++) {
      Random random = new Random(w);
      workers.add(
          threads.submit(
              () -> {
                int applied = 0;
                for (int b = 0; b < batches; b++) {
                  List<ConsumerRecord<byte[], byte[]>> batch = new ArrayList<>();
                  for (int i = 0; i < size; i++) {
                    batch.add(on(i, 1 + random.nextInt(5)));
                  }
                  applied +=
                      intake(InboxLimits.DEFAULT)
                          .take(batch, Attempts.OF_SOMEBODY_ELSE)
                          .done()
                          .applied();
                }
                return applied;
              }));
    }

    for (Future<Integer> worker : workers) {
      assertThat(worker.get()).isEqualTo(batches * size);
    }
    assertThat(runs).as("no batch ran twice").hasValue(2 * batches * size);
  }

  private static ConsumerRecord<byte[], byte[]> on(long offset, int account) {
    return Facts.of(Shop.COUNTED, "{\"orderId\":\"k\",\"amount\":" + account + "}")
        .polled(Shop.TOPIC, 0, offset);
  }

  private static void lockSorted(List<Shop.Counted> all) {
    String[] ids =
        all.stream().map(one -> "account-" + one.amount()).distinct().toArray(String[]::new);
    shop.sql()
        .sql("SELECT id FROM shop.accounts WHERE id = ANY (:ids) ORDER BY id FOR UPDATE")
        .param("ids", ids)
        .query(String.class)
        .list();
  }

  private static void move(String account) {
    shop.sql()
        .sql("UPDATE shop.accounts SET balance = balance + 1 WHERE id = ?")
        .param(account)
        .update();
  }

  private static int balance(String account) {
    return shop.sql()
        .sql("SELECT balance FROM shop.accounts WHERE id = ?")
        .param(account)
        .query(Integer.class)
        .single();
  }

  private static void meet(CyclicBarrier both) {
    try {
      both.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static Intake<Shop.Counted> intake(InboxLimits limits) {
    return new Intake<>(
        shop.reactions("shop", Shop.TOPIC),
        shop.bean(FactJson.class),
        new FactTransaction(
            new InboxTransaction(
                shop.bean(ProcessedEventsTable.class),
                limits,
                shop.bean(PlatformTransactionManager.class)),
            shop.bean(ProcessedEventsTable.class),
            shop.bean(Parking.class),
            shop.bean(Cause.OfThread.class)),
        shop.bean(RememberedDays.class),
        shop.bean(Outages.class));
  }

  /** Until somebody waits for a lock in the database: a positive fact, looked for again. */
  private static void awaitSomebodyBlocked() {
    long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
    while (shop.superuser()
            .sql(
                """
                SELECT count(*) FROM pg_stat_activity
                WHERE datname = current_database() AND wait_event_type = 'Lock'
                """)
            .query(Long.class)
            .single()
        == 0) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("nobody waits for a lock");
      }
      Thread.onSpinWait();
    }
  }

  /** Holds the first who comes with this key, inside its use case. */
  private static final class Gate implements Consumer<Shop.Counted> {
    private final String key;
    private final AtomicBoolean somebodyCame = new AtomicBoolean();
    private final CountDownLatch inside = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(String key) {
      this.key = key;
    }

    @Override
    public void accept(Shop.Counted one) {
      if (!one.orderId().equals(key) || !somebodyCame.compareAndSet(false, true)) {
        return;
      }
      inside.countDown();
      try {
        if (!open.await(60, TimeUnit.SECONDS)) {
          throw new AssertionError("nobody opened");
        }
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void awaitSomebodyInside() throws InterruptedException {
      assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
    }

    void open() {
      open.countDown();
    }
  }
}
