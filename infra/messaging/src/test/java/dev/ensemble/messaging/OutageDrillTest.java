package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.TestKafka;
import dev.ensemble.testkit.faults.TcpProxy;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.GroupProtocol;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** What the inbox stands on goes away under load for a while, and comes back. */
@ExtendWith(OutputCaptureExtension.class)
class OutageDrillTest {
  private static final Logger log = LoggerFactory.getLogger(OutageDrillTest.class);

  /** From when it is noticed. */
  private static final Duration OUTAGE = Duration.ofSeconds(Proof.LONG ? 60 : 1);

  /** The longest pause between attempts is 10 s, and a start of the server takes its time, too. */
  private static final Duration RECOVERY_MAX = Duration.ofSeconds(30);

  private static final int WORKERS = 2;

  /** Each loses what it has, is given its share, and gives some of that to the other. */
  private static final int CHANGES_OF_A_NEW_JOIN_MAX = 4 * WORKERS;

  private static final Load.Rate RATE = new Load.Rate(300, 0);

  private static TcpProxy toDatabase;
  private static Shop shop;

  /** How it goes away, and comes back. */
  enum Outage {
    DATABASE_DOWN,
    DATABASE_SILENT,
    BROKER_DOWN,
    BROKER_SILENT;

    void begin() {
      switch (this) {
        case DATABASE_DOWN -> TestDatabase.crashServer();
        case DATABASE_SILENT -> toDatabase.blackHole();
        case BROKER_DOWN -> TestKafka.down();
        case BROKER_SILENT -> TestKafka.proxy().blackHole();
      }
    }

    void end() {
      switch (this) {
        case DATABASE_DOWN -> TestDatabase.startServer();
        case DATABASE_SILENT -> toDatabase.pass();
        case BROKER_DOWN -> TestKafka.up();
        case BROKER_SILENT -> TestKafka.proxy().pass();
      }
    }

    boolean isOfDatabase() {
      return this == DATABASE_DOWN || this == DATABASE_SILENT;
    }
  }

  @BeforeAll
  static void open() {
    toDatabase = TcpProxy.to(TestDatabase.port());
    TestDatabase database = TestDatabase.create("shop");
    shop =
        Shop.open(
            database,
            Map.of(
                "spring.datasource.url",
                "jdbc:postgresql://127.0.0.1:" + toDatabase.port() + "/" + database.name(),
                // A tenth of what a service has, so that the drill is as much shorter.
                "spring.datasource.hikari.connection-timeout",
                "500",
                "spring.datasource.hikari.data-source-properties.connectTimeout",
                "2",
                "spring.datasource.hikari.data-source-properties.socketTimeout",
                "2"));
  }

  @AfterAll
  static void close() {
    shop.close();
    toDatabase.close();
  }

  @BeforeEach
  void reset() {
    shop.reset();
  }

  @AfterEach
  void heal() {
    toDatabase.pass();
    TestKafka.proxy().pass();
  }

  /** A broker is back within a session. */
  @ParameterizedTest
  @MethodSource("outages")
  void under_load_nothing_is_lost_parked_or_repeated_and_nobody_leaves_the_group(
      Outage outage, GroupProtocol protocol, CapturedOutput output) throws Exception {
    drill(protocol, outage, outage.isOfDatabase() ? OUTAGE : Duration.ZERO, output);
  }

  @ParameterizedTest
  @MethodSource("outages")
  @EnabledIfSystemProperty(named = "ensemble.drills", matches = "long")
  void a_broker_that_is_away_for_longer_than_a_session_is_told_by_health_and_nothing_is_repeated(
      Outage outage, GroupProtocol protocol, CapturedOutput output) throws Exception {
    assumeThat(outage.isOfDatabase()).isFalse();
    drill(protocol, outage, OUTAGE, output);
  }

  static Stream<Arguments> outages() {
    return Proof.protocols()
        .flatMap(protocol -> Stream.of(Outage.values()).map(one -> arguments(one, protocol)));
  }

  private static void drill(
      GroupProtocol protocol, Outage outage, Duration length, CapturedOutput output)
      throws Exception {
    try (Desk desk = Desk.open(shop, 6)) {
      Tapped tap = new Tapped();
      desk.connect = tap::connect;
      desk.time = System::nanoTime;
      desk.protocol = protocol;
      desk.bootstrapServers = TestKafka.proxiedServers();
      desk.kafkaProperties.put("request.timeout.ms", "3000");
      desk.kafkaProperties.put("default.api.timeout.ms", "4000");
      InboxWorkers workers = desk.instance(WORKERS);
      InboxHealth health = new InboxHealth(workers, shop.bean(ParkedCounts.class));
      workers.start();
      try (Load load = Load.on(desk.topic, RATE, Proof.SEED)) {
        soon()
            .until(
                () ->
                    tap.assigned.get() >= WORKERS && health.health().getStatus().equals(Status.UP));
        soon().until(() -> desk.counted("fresh") > 0);
        int rebalances = tap.rebalances();
        int logged = output.getAll().length();

        outage.begin();
        double before;
        try {
          if (!outage.isOfDatabase()) {
            standStill(desk, tap);
          }
          last(length, health);
          before = desk.counted("fresh");
        } finally {
          outage.end();
        }
        long healed = System.nanoTime();
        soon().until(() -> desk.counted("fresh") > before);
        Duration recovery = Duration.ofNanos(System.nanoTime() - healed);
        soon().until(() -> health.health().getStatus().equals(Status.UP));
        Map<UUID, Load.Told> told = load.stop();
        new Proof(shop, desk, told).holds();

        log.info(
            "drill: {} for {} s, {}: {} events, goes on after {} ms, {} changes of partitions",
            outage,
            length.toSeconds(),
            protocol,
            told.size(),
            recovery.toMillis(),
            tap.rebalances() - rebalances);
        assertThat(recovery).isLessThan(RECOVERY_MAX);
        assertThat(desk.counted("failed")).as("attempts used up").isZero();
        assertThat(tap.opened).as("no consumer had to begin anew").hasValue(WORKERS);
        assertThat(tap.rebalances() - rebalances)
            .as("changes of partitions")
            .isLessThanOrEqualTo(
                outage.isOfDatabase() || length.isZero() ? 0 : CHANGES_OF_A_NEW_JOIN_MAX);
        assertSaidOnce(outage, output.getAll().substring(logged));
      } finally {
        workers.stop();
      }
    }
  }

  /**
   * Returns when it is noticed: nothing more is acted on, though it is asked for. Without an outage
   * there is always something, and so this would not return.
   */
  private static void standStill(Desk desk, Tapped tap) {
    AtomicReference<Double> fresh = new AtomicReference<>(-1.0);
    AtomicInteger vain = new AtomicInteger();
    soon()
        .until(
            () -> {
              double now = desk.counted("fresh");
              if (fresh.getAndSet(now) != now) {
                vain.set(tap.vain.get());
              }
              return tap.vain.get() - vain.get() >= WORKERS;
            });
  }

  /**
   * Lets it last; health says so meanwhile, as soon as it can know. A broker is believed in as long
   * as a session lasts.
   */
  private static void last(Duration length, InboxHealth health) {
    if (length.isPositive()) {
      soon().until(() -> saysWhatItWaitsFor(health.health()));
      await()
          .during(length)
          .atMost(length.plusSeconds(10))
          .until(() -> saysWhatItWaitsFor(health.health()));
    }
  }

  private static boolean saysWhatItWaitsFor(Health health) {
    return health.getStatus().equals(Status.DOWN) && health.getDetails().containsKey("waitsFor");
  }

  private static ConditionFactory soon() {
    return await().atMost(Proof.PATIENCE).pollInterval(Proof.LOOK_AGAIN_AFTER);
  }

  /** A reason may change while a server goes and comes: a few lines each, and never one a try. */
  private static void assertSaidOnce(Outage outage, String output) {
    long told = output.lines().filter(line -> line.contains("waits for an outage to end")).count();
    long over = output.lines().filter(line -> line.contains("the outage is over")).count();
    if (outage.isOfDatabase()) {
      assertThat(told).as("lines that tell of it").isBetween(1L, 4L * WORKERS);
      assertThat(over).as("lines that tell its end").isBetween(1L, (long) WORKERS);
    }
    assertThat(output).as("a pass that broke").doesNotContain("failed and tries again");
  }
}
