package dev.ensemble.messaging;

import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/**
 * The parts of the inbox over a database that was migrated before, put together as the library's
 * configuration does it, without an application that would take seconds to start.
 */
final class Beans implements Desk.Beans {
  private final Map<Class<?>, Object> all;

  private Beans(Map<Class<?>, Object> all) {
    this.all = all;
  }

  static Beans over(DataSource database) {
    JdbcTemplate jdbc = new JdbcTemplate(database);
    ProcessedEventsTable processed = new ProcessedEventsTable(jdbc);
    Cause.OfThread causes = new Cause.OfThread();
    FactJson json = new FactJson();
    FactTransaction transaction =
        new FactTransaction(
            new InboxTransaction(
                processed, InboxLimits.DEFAULT, new DataSourceTransactionManager(database)),
            processed,
            new Parking(
                new ParkingTable(jdbc),
                processed,
                new ParkingLimits(10_000, 1_000, Long.MAX_VALUE),
                ParkingFacts.NOT_TOLD),
            causes);
    return new Beans(
        Map.of(
            DataSource.class,
            database,
            FactJson.class,
            json,
            FactTransaction.class,
            transaction,
            RememberedDays.class,
            new RememberedDays(
                processed::days, Clock.systemUTC(), Duration.ofDays(14), Duration.ofDays(30)),
            Outages.class,
            new Outages(List.of()),
            Outbox.class,
            new TransactionalOutbox(
                new OutboxTable(jdbc),
                database,
                new TransactionalOutbox.Stamps(
                    "/ensemble/shop", Clock.systemUTC(), new EpochIds(System::currentTimeMillis)),
                json,
                causes,
                new TransactionalOutbox.Watch(
                    Tracing.NONE,
                    new KeptTraces(causes, Tracing.NONE),
                    new OutboxMeters(new CompositeMeterRegistry())))));
  }

  @Override
  public <T> T get(Class<T> type) {
    Object bean = all.get(type);
    if (bean == null) {
      throw new IllegalArgumentException("there is no " + type);
    }
    return type.cast(bean);
  }
}
