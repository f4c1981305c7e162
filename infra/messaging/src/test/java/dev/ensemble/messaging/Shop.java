package dev.ensemble.messaging;

import dev.ensemble.testkit.Facts;
import dev.ensemble.testkit.TestDatabase;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.event.ApplicationStartedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A service as small as can be: it books what it reads, and tells that it has. */
final class Shop implements AutoCloseable {

  /** What it reads. */
  record Counted(String orderId, int amount) {}

  /** What it tells. */
  record Booked(String orderId, int amount) {}

  static final String COUNTED = "thing.counted.v1";
  static final String SEEN = "thing.seen.v1";
  static final String BOOKED = "thing.booked.v1";

  /** As a setting: takes back what the test database says. */
  static final String UNSET = "unset";

  /** As a setting: makes the shop serve HTTP. */
  static final String PORT = "server.port";

  /** What began to work by itself, of what a test has asked for. */
  static final List<String> started = new CopyOnWriteArrayList<>();

  static final String TOPIC = "thing.events";

  final TestDatabase database;
  private final ConfigurableApplicationContext context;

  private Shop(TestDatabase database, ConfigurableApplicationContext context) {
    this.database = database;
    this.context = context;
  }

  static Shop open() {
    return open(TestDatabase.create("shop"), Map.of());
  }

  /**
   * Opens it with settings of a test.
   *
   * @param beside beans that are there, too
   */
  static Shop open(TestDatabase database, Map<String, String> more, Class<?>... beside) {
    Map<String, Object> settings = settings(database);
    settings.putAll(more);
    settings.values().removeIf(UNSET::equals);
    return new Shop(
        database,
        new SpringApplicationBuilder(Application.class)
            .sources(beside)
            .web(settings.containsKey(PORT) ? WebApplicationType.SERVLET : WebApplicationType.NONE)
            .properties(settings)
            .run());
  }

  /** What it needs to find its database. */
  static Map<String, Object> settings(TestDatabase database) {
    Map<String, Object> settings = new LinkedHashMap<>(database.springProperties());
    settings.put("ensemble.messaging.source", "/ensemble/shop");
    settings.put("spring.flyway.locations", "classpath:db/shop");
    settings.put("spring.flyway.default-schema", "shop");
    settings.put("spring.flyway.placeholders.app_role", database.appUser());
    settings.put("spring.main.banner-mode", "off");
    settings.put("spring.autoconfigure.exclude", Spans.TRACER);
    return settings;
  }

  /** At which the management port of a shop with one listens. */
  int managementPort() {
    return context.getEnvironment().getRequiredProperty("local.management.port", Integer.class);
  }

  /** The same reactions as another consumer, reading other topics. */
  Reactions<Counted> reactions(String consumer, String... topics) {
    return reactionsOf(consumer, topics, bean(DataSource.class), outbox(), behaviour());
  }

  static Reactions<Counted> reactionsOf(
      String consumer, String[] topics, DataSource database, Outbox outbox, Behaviour behaviour) {
    JdbcClient sql = JdbcClient.create(database);
    return Reactions.<Counted>of(consumer)
        .from(topics)
        .on(
            COUNTED,
            Counted.class,
            (received, counted) -> {
              behaviour.received.add(received.id());
              behaviour.before.accept(counted);
              sql.sql("INSERT INTO shop.effects (key, amount) VALUES (?, ?)")
                  .params(counted.orderId(), counted.amount())
                  .update();
              Booked booked = new Booked(counted.orderId(), counted.amount());
              outbox.append(new Outgoing("shop.events", BOOKED, counted.orderId(), 1, booked));
              behaviour.after.accept(counted);
            })
        .ignoring(SEEN)
        .lockingRowsOf(all -> behaviour.locks.accept(all))
        .build();
  }

  /** A fact as the shop reads it, with the place in its topic at which it stands. */
  static ConsumerRecord<byte[], byte[]> counted(long offset, String key) {
    return counted(key).polled(TOPIC, 0, offset);
  }

  static Facts counted(String key) {
    return Facts.of(COUNTED, "{\"orderId\":\"" + key + "\",\"amount\":1}");
  }

  <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** For a test that does by itself what this loop would do. */
  void stopLoop(String name) {
    loop(name).stop();
  }

  /** To be stepped. */
  WorkerLoop loop(String name) {
    return context.getBean(name, WorkerLoop.class);
  }

  Inbox inbox() {
    return bean(Inbox.class);
  }

  Outbox outbox() {
    return bean(Outbox.class);
  }

  Behaviour behaviour() {
    return bean(Behaviour.class);
  }

  /** As the application's role. */
  JdbcClient sql() {
    return bean(JdbcClient.class);
  }

  /** As a role that may look at everything. */
  JdbcClient superuser() {
    return JdbcClient.create(database.superuser());
  }

  TransactionTemplate transaction() {
    return new TransactionTemplate(bean(PlatformTransactionManager.class));
  }

  /** The keys of what took effect, in order. */
  List<String> effects() {
    return superuser()
        .sql("SELECT key FROM shop.effects ORDER BY place")
        .query(String.class)
        .list();
  }

  /** The keys of what was told, in order. */
  List<String> told() {
    return superuser()
        .sql("SELECT partition_key FROM messaging.outbox ORDER BY id")
        .query(String.class)
        .list();
  }

  long remembered() {
    return superuser()
        .sql("SELECT count(*) FROM messaging.processed_events")
        .query(Long.class)
        .single();
  }

  /** Everything as it was before the first event. */
  void reset() {
    behaviour().reset();
    for (String table :
        List.of(
            "shop.effects",
            "shop.accounts",
            "messaging.outbox",
            "messaging.parked_events",
            "messaging.parked_keys",
            "messaging.parking_audit",
            "messaging.park_orders",
            "messaging.processed_events",
            "messaging.processed_foreign_events")) {
      superuser().sql("DELETE FROM " + table).update();
    }
  }

  @Override
  public void close() {
    context.close();
  }

  /** What a test adds to the use case. */
  static final class Behaviour {
    private volatile Consumer<List<Counted>> locks = all -> {};
    private volatile Consumer<Counted> before = one -> {};
    private volatile Consumer<Counted> after = one -> {};

    /** The ids of the events that the use case was run for. */
    private final List<UUID> received = new CopyOnWriteArrayList<>();

    List<UUID> received() {
      return received;
    }

    void locking(Consumer<List<Counted>> does) {
      locks = does;
    }

    void before(Consumer<Counted> does) {
      before = does;
    }

    void after(Consumer<Counted> does) {
      after = does;
    }

    void reset() {
      locks = all -> {};
      before = one -> {};
      after = one -> {};
      received.clear();
    }
  }

  @SpringBootConfiguration
  @EnableAutoConfiguration
  static class Application {

    /** What works by itself where the application serves. */
    @Bean
    @ConditionalOnProperty("shop.runner")
    ApplicationRunner shopRunner() {
      return arguments -> started.add("runner");
    }

    @Bean
    @ConditionalOnProperty("shop.runner")
    ApplicationListener<ApplicationStartedEvent> shopStarted() {
      return event -> started.add("listener of the start");
    }

    @Bean
    @ConditionalOnProperty("shop.runner")
    ApplicationListener<ApplicationReadyEvent> shopReady() {
      return event -> started.add("listener of readiness");
    }

    @Bean
    @Lazy(false)
    @ConditionalOnProperty("shop.runner")
    WorkerLoop shopLoopAtOnce() {
      return new WorkerLoop(
          "shop-at-once",
          Duration.ofHours(1),
          () -> {
            started.add("loop");
            return 0;
          },
          true);
    }

    @Bean
    WorkerLoop shopLoop() {
      return new WorkerLoop("shop-worker", Duration.ofHours(1), () -> 0, false);
    }

    @Bean
    Behaviour behaviour() {
      return new Behaviour();
    }

    @Bean
    Reactions<Counted> reactions(
        DataSource database,
        Outbox outbox,
        Behaviour behaviour,
        @Value("${shop.consumer:shop}") String consumer,
        @Value("${shop.topic:" + TOPIC + "}") String topic) {
      return reactionsOf(consumer, new String[] {topic}, database, outbox, behaviour);
    }
  }
}
