package dev.ensemble.messaging;

import java.time.OffsetDateTime;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Asks this process's workers, the database and the broker. */
final class InboxObserver implements InboxMonitor {
  private static final String PARKED =
      """
      SELECT
        (SELECT count(*) FROM messaging.parked_keys WHERE consumer = who.consumer),
        (SELECT coalesce(max(events), 0) FROM (
           SELECT count(*) AS events FROM messaging.parked_events
           WHERE consumer = who.consumer AND parked_key IS NOT NULL
           GROUP BY parked_key) AS of_key),
        (SELECT min(parked_at) FROM messaging.parked_events WHERE consumer = who.consumer)
      FROM (SELECT ?::text AS consumer) AS who
      """;

  private final ParkedEvents events;
  private final JdbcTemplate jdbc;
  private final String consumer;
  private final ParkingLimits limits;
  private final InboxWorkers workers;
  private final GroupAtBroker group;
  private final Outages outages;

  InboxObserver(
      ParkedEvents events,
      JdbcTemplate jdbc,
      ParkingLimits limits,
      InboxWorkers workers,
      GroupAtBroker group,
      Outages outages) {
    this.events = events;
    this.jdbc = jdbc;
    this.consumer = group.consumer();
    this.limits = limits;
    this.workers = workers;
    this.group = group;
    this.outages = outages;
  }

  @Override
  public InboxStatus status() {
    return new InboxStatus(
        consumer,
        workers.states().stream().map(InboxObserver::worker).toList(),
        parked(),
        group.ask().orElse(null));
  }

  private static InboxStatus.Worker worker(InboxState state) {
    boolean running = state.isRunning();
    Optional<String> waitsFor = running ? state.waitsFor() : Optional.empty();
    return new InboxStatus.Worker(
        running, state.stopped(), state.missingTopics(), waitsFor.orElse(null));
  }

  private InboxStatus.Parked parked() {
    Map<ParkedRecord.Kind, Long> byKind = new EnumMap<>(ParkedRecord.Kind.class);
    List<ParkedGroup> kinds =
        events.groups(
            new ParkedSelection.All(), ParkedGroup.By.KIND, ParkedRecord.Kind.values().length);
    for (ParkedGroup kind : kinds) {
      byKind.put(ParkedRecord.Kind.valueOf(upper(kind.value())), kind.events());
    }
    long all = byKind.values().stream().mapToLong(Long::longValue).sum();
    try {
      InboxStatus.Parked parked =
          jdbc.queryForObject(
              PARKED,
              (row, n) -> {
                OffsetDateTime oldest = row.getObject(3, OffsetDateTime.class);
                return new InboxStatus.Parked(
                    all,
                    limits.eventsMax(),
                    row.getLong(1),
                    row.getLong(2),
                    limits.eventsPerKeyMax(),
                    byKind,
                    oldest == null ? null : oldest.toInstant());
              },
              consumer);
      if (parked == null) {
        throw new IllegalStateException("the database does not say what is parked");
      }
      return parked;
    } catch (RuntimeException failure) {
      throw outages.isOutage(failure) ? new InboxOutage(failure) : failure;
    }
  }

  private static String upper(@Nullable String kind) {
    return String.valueOf(kind).toUpperCase(Locale.ROOT);
  }
}
