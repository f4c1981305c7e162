package dev.ensemble.bench.inbox.contenders;

import dev.ensemble.messaging.Arrived;
import dev.ensemble.messaging.Outbox;
import dev.ensemble.messaging.Outgoing;
import dev.ensemble.messaging.Reactions;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;

/** This inbox in a Spring Boot application, as its README says. */
@SpringBootConfiguration
@EnableAutoConfiguration
class InboxApplication {

  static void migrate(String jdbcUrl, Task.Settings settings) {
    Task nothing = new Task(jdbcUrl, "none", 0, 0, 0, -1, settings);
    run(
            nothing,
            Handling.EACH,
            new Latency(-1),
            Map.of("ensemble.messaging.inbox.auto-start", "false"))
        .close();
  }

  /** How the reaction takes its part of a batch. */
  enum Handling {
    EACH,
    SETS
  }

  static Consuming consume(Task task, Handling handling, Latency latency) {
    ConfigurableApplicationContext context = run(task, handling, latency, Map.of());
    Collection<Counter> counters =
        context.getBean(MeterRegistry.class).find("ensemble.inbox.records").counters();
    Map<String, Counter> outcomes = new HashMap<>();
    counters.forEach(
        counter ->
            outcomes.put(
                Objects.requireNonNullElse(counter.getId().getTag("outcome"), ""), counter));
    Counter fresh = Objects.requireNonNull(outcomes.remove("fresh"));
    Counter repeated = Objects.requireNonNull(outcomes.remove("repeated"));
    List<Counter> others = List.copyOf(outcomes.values());
    return new Consuming() {
      @Override
      public Tally tally() {
        return new Tally(
            (long) fresh.count(),
            (long) repeated.count(),
            others.stream().mapToLong(counter -> (long) counter.count()).sum());
      }

      @Override
      public void close() {
        context.close();
      }
    };
  }

  private static ConfigurableApplicationContext run(
      Task task, Handling handling, Latency latency, Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(properties(task));
    settings.putAll(more);
    return new SpringApplicationBuilder(InboxApplication.class)
        .web(WebApplicationType.NONE)
        .properties(settings)
        .initializers(
            context -> {
              context.getBeanFactory().registerSingleton("task", task);
              context.getBeanFactory().registerSingleton("latency", latency);
              context.getBeanFactory().registerSingleton("handling", handling);
            })
        .run();
  }

  private static Map<String, Object> properties(Task task) {
    Task.Settings settings = task.settings();
    return Map.ofEntries(
        Map.entry("spring.main.banner-mode", "off"),
        Map.entry("spring.main.register-shutdown-hook", "false"),
        Map.entry("logging.config", "classpath:contender-logback.xml"),
        Map.entry("spring.datasource.url", task.jdbcUrl()),
        Map.entry("spring.datasource.username", settings.appRole()),
        Map.entry("spring.datasource.password", settings.appPassword()),
        Map.entry("spring.flyway.user", settings.ownerRole()),
        Map.entry("spring.flyway.password", settings.ownerPassword()),
        Map.entry("spring.flyway.locations", "classpath:db/inbox-bench"),
        Map.entry("spring.flyway.default-schema", "bench"),
        Map.entry("spring.flyway.placeholders.app_role", settings.appRole()),
        Map.entry("ensemble.messaging.source", "/ensemble/bench"),
        Map.entry("ensemble.messaging.kafka.bootstrap-servers", settings.bootstrapServers()),
        Map.entry("ensemble.messaging.inbox.workers", settings.threads()),
        Map.entry("ensemble.messaging.inbox.poll-records-max", settings.pollRecordsMax()));
  }

  @Bean
  MeterRegistry meters() {
    return new SimpleMeterRegistry();
  }

  @Bean
  Accounts accounts(JdbcTemplate jdbc) {
    return new Accounts(jdbc);
  }

  @Bean
  Reactions<Transfer> reactions(
      Task task, Handling handling, Latency latency, Accounts accounts, Outbox outbox) {
    Reactions.Builder<Transfer> reactions =
        Reactions.<Transfer>of(Task.CONSUMER).from(task.topic()).lockingRowsOf(accounts::lock);
    if (handling == Handling.SETS) {
      reactions.onAll(
          Transfer.TYPE, Transfer.class, all -> bookAll(all, accounts, outbox, latency));
    } else {
      reactions.on(
          Transfer.TYPE, Transfer.class, transfer -> book(transfer, accounts, outbox, latency));
    }
    return reactions.build();
  }

  private static void book(Transfer transfer, Accounts accounts, Outbox outbox, Latency latency) {
    accounts.add(transfer);
    outbox.append(booked(transfer));
    latency.actedOn(transfer);
  }

  private static void bookAll(
      List<Arrived<Transfer>> all, Accounts accounts, Outbox outbox, Latency latency) {
    accounts.addAll(all.stream().map(Arrived::fact).toList());
    for (Arrived<Transfer> one : all) {
      outbox.append(booked(one.fact()).causedBy(one.received()));
      latency.actedOn(one.fact());
    }
  }

  private static Outgoing booked(Transfer transfer) {
    return new Outgoing(
        Booked.TOPIC, Booked.TYPE, "account-" + transfer.account(), 1, Booked.of(transfer));
  }
}
