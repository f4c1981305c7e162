package dev.ensemble.messaging;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** The inbox of an application that has a bean of reactions. */
@AutoConfiguration(after = MessagingAutoConfiguration.class)
@ConditionalOnBean({Reactions.class, FactJson.class})
final class InboxAutoConfiguration {

  @Bean
  Outages messagingOutages(ObjectProvider<OutageSign> signs) {
    return new Outages(signs.orderedStream().toList());
  }

  @Bean
  @DependsOnDatabaseInitialization
  ProcessedEventsTable processedEventsTable(DataSource application) {
    return new ProcessedEventsTable(new JdbcTemplate(application));
  }

  /** By the real time, as the ids are made, even where the application's Clock is another. */
  @Bean
  RememberedDays rememberedDays(
      DataSource application, ProcessedEventsTable processed, MessagingProperties properties) {
    DatabaseClock database = new DatabaseClock(new JdbcTemplate(application), System::nanoTime);
    return new RememberedDays(
        processed::days,
        Clock.systemUTC(),
        properties.window(),
        properties.retention().foreignWindow(),
        database::requireAgrees);
  }

  @Bean
  InboxTransaction inboxTransaction(
      ProcessedEventsTable processed, PlatformTransactionManager transactions) {
    return new InboxTransaction(processed, InboxLimits.DEFAULT, transactions);
  }

  @Bean
  @DependsOnDatabaseInitialization
  ParkingTable parkingTable(DataSource application) {
    return new ParkingTable(new JdbcTemplate(application));
  }

  @Bean
  ParkingFacts parkingFacts(Reactions<?> reactions, Outbox outbox, MessagingProperties properties) {
    String topic = properties.parkingFacts().topic();
    if (topic != null && reactions.topics().contains(topic)) {
      throw new InvalidConfigurationPropertyValueException(
          "ensemble.messaging.parking-facts.topic",
          topic,
          "This consumer reads the topic: what it parks would come back to it.");
    }
    return new ParkingFacts(outbox, topic);
  }

  @Bean
  Parking inboxParking(
      ParkingTable parked,
      ProcessedEventsTable processed,
      MessagingProperties properties,
      ParkingFacts facts) {
    return new Parking(parked, processed, properties.inbox().parkingLimits(), facts);
  }

  @Bean
  EffectWatch inboxEffectWatch(
      Reactions<?> reactions,
      ObjectProvider<Tracing> tracing,
      ObjectProvider<MeterRegistry> registry) {
    return new EffectWatch(
        new EffectMeters(
            registry.getIfAvailable(CompositeMeterRegistry::new),
            reactions.consumer(),
            reactions.byType().keySet()),
        tracing.getIfAvailable(() -> Tracing.NONE));
  }

  @Bean
  FactTransaction factTransaction(
      InboxTransaction transaction,
      ProcessedEventsTable processed,
      Parking parking,
      Cause.OfThread causes,
      EffectWatch watch) {
    return new FactTransaction(transaction, processed, parking, causes, watch);
  }

  @Bean
  Intake<?> intake(
      Reactions<?> reactions,
      FactJson json,
      FactTransaction transaction,
      RememberedDays days,
      Outages outages) {
    return new Intake<>(reactions, json, transaction, days, outages);
  }

  @Bean
  Inbox inbox(Intake<?> intake) {
    return new TransactionalInbox(intake);
  }

  @Bean
  @DependsOnDatabaseInitialization
  ParkedEventsTable parkedEventsTable(DataSource application) {
    return new ParkedEventsTable(new JdbcTemplate(application));
  }

  @Bean
  ParkedStep.Store parkedStore(
      InboxTransaction transaction,
      ParkedEventsTable parked,
      ProcessedEventsTable processed,
      FactTransaction facts,
      ParkingFacts told) {
    return new ParkedStep.Store(transaction, parked, processed, facts, told);
  }

  @Bean
  Redrive inboxRedrive(
      Reactions<?> reactions,
      FactJson json,
      RememberedDays days,
      Outages outages,
      ParkedStep.Store store) {
    return new ParkedKeysRedrive(
        new ParkedStep<>(reactions, json, days, outages, store), store.parked(), outages);
  }

  @Bean
  Discard inboxDiscard(
      Reactions<?> reactions, RememberedDays days, Outages outages, ParkedStep.Store store) {
    return new ParkedEventsDiscard(reactions.consumer(), store, days, outages);
  }

  @Bean
  Park inboxPark(
      Reactions<?> reactions,
      ParkingTable parked,
      ProcessedEventsTable processed,
      InboxTransaction transaction,
      Outages outages) {
    return new ParkByOrder(reactions.consumer(), parked.orders(), processed, transaction, outages);
  }

  @Bean
  ParkedCounts parkedCounts(
      ParkingTable parked, Reactions<?> reactions, ObjectProvider<MeterRegistry> registry) {
    ParkedCounts counts = new ParkedCounts(parked, reactions.consumer(), System::nanoTime);
    counts.register(registry.getIfAvailable(CompositeMeterRegistry::new));
    return counts;
  }

  @Bean
  InboxWorkers inboxWorkers(
      Reactions<?> reactions,
      Intake<?> intake,
      KafkaRetention retention,
      MessagingProperties properties,
      ObjectProvider<MeterRegistry> registry) {
    String consumer = reactions.consumer();
    InboxMeters meters =
        new InboxMeters(registry.getIfAvailable(CompositeMeterRegistry::new), consumer);
    MessagingProperties.Inbox inbox = properties.inbox();
    Holds.Patience patience =
        new Holds.Patience(
            inbox.attemptsMax(), new Backoff(inbox.retryBackoff(), inbox.outageBackoffMax()));
    List<InboxWorker> workers = new ArrayList<>();
    for (int n = 1; n <= inbox.workers(); n++) {
      Map<String, Object> settings = ConsumerSettings.of(properties, consumer, n);
      workers.add(
          new InboxWorker(
              () -> {
                retention.require();
                return new KafkaConsumer<>(settings);
              },
              new TopicWatch(consumer, reactions.topics(), System::nanoTime),
              intake,
              new Holds(consumer, patience, System::nanoTime),
              meters));
    }
    return new InboxWorkers(properties, consumer, workers);
  }

  @Bean
  @ConditionalOnEnabledHealthIndicator("inbox")
  InboxHealth inboxHealthIndicator(InboxWorkers workers, ParkedCounts parked) {
    return new InboxHealth(workers, parked);
  }
}
