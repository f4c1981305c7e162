package dev.ensemble.local.invariants;

import dev.ensemble.local.invariants.TopicLog.First;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What stands in the outboxes is what stands on the topics, in the order of its commits. */
final class PublicationInvariants {
  // By the columns and not by what is selected: as texts, "10" comes before "2".
  private static final String ROWS =
      """
      SELECT o.id::text, o.topic, o.partition_key, o.type, o.source, o.subject, o.occurred_at,
             o.correlation_id, o.causation_id, o.sequence::text, o.content_type, o.traceparent,
             o.tracestate, o.payload
      FROM messaging.outbox o
      ORDER BY o.topic, o.partition_key, o.sequence, o.id
      """;

  private final Collection<Database> services;
  private final TopicLog log;
  private final Horizon horizon;
  private final Set<String> knownForeignIds;
  private final Set<String> ids = new HashSet<>();
  private final Map<String, String> causes = new HashMap<>();
  private final List<String> unpublished = new ArrayList<>();
  private final List<String> disordered = new ArrayList<>();
  private @Nullable Told before;

  /** A row and where it was published first. */
  private record Told(String id, String topicAndKey, long sequence, @Nullable First first) {}

  PublicationInvariants(
      Collection<Database> services, TopicLog log, Horizon horizon, Set<String> knownForeignIds) {
    this.services = services;
    this.log = log;
    this.horizon = horizon;
    this.knownForeignIds = knownForeignIds;
  }

  List<Finding> check() {
    services.forEach(service -> service.each(ROWS, this::look));
    return List.of(published(), ordered(), nothingElse(), caused());
  }

  private void look(ResultSet row) throws SQLException {
    String id = row.getString("id");
    ids.add(id);
    String cause = row.getString("causation_id");
    if (cause != null) {
      causes.put(id, cause);
    }
    String topicAndKey = row.getString("topic") + " " + row.getString("partition_key");
    First first = log.first(id);
    if (first == null && horizon.demands(id)) {
      unpublished.add("%s (%s): not on its topic".formatted(id, row.getString("type")));
    } else if (first != null && !first.fingerprint().equals(fingerprint(row))) {
      unpublished.add("%s (%s): published otherwise".formatted(id, row.getString("type")));
    }
    Told now = new Told(id, topicAndKey, row.getLong("sequence"), first);
    Told previous = before;
    if (previous != null && previous.topicAndKey().equals(topicAndKey)) {
      compare(previous, now);
    }
    before = now;
  }

  /**
   * One key's rows come in the order of their sequence, the aggregate's version; each was written
   * under that aggregate's lock, so it is the order of their commits, too.
   */
  private void compare(Told earlier, Told later) {
    if (earlier.sequence() >= later.sequence()) {
      disordered.add("%s and %s: one sequence".formatted(earlier.id(), later.id()));
    }
    if (earlier.first() != null
        && later.first() != null
        && earlier.first().offset() >= later.first().offset()) {
      disordered.add("%s was published before %s".formatted(later.id(), earlier.id()));
    }
  }

  private static String fingerprint(ResultSet row) throws SQLException {
    List<byte @Nullable []> values = new ArrayList<>();
    values.add(Recorded.bytes(row.getString("topic")));
    values.add(Recorded.bytes(row.getString("partition_key")));
    values.add(Recorded.bytes("1.0"));
    for (String column :
        List.of(
            "id",
            "source",
            "type",
            "subject",
            "occurred_at",
            "partition_key",
            "correlation_id",
            "causation_id",
            "sequence",
            "content_type",
            "traceparent",
            "tracestate")) {
      values.add(Recorded.bytes(row.getString(column)));
    }
    values.add(row.getBytes("payload"));
    return Recorded.fingerprint(values);
  }

  private Finding published() {
    List<String> offenders = new ArrayList<>(unpublished);
    offenders.addAll(log.changed());
    return Finding.of(
        "each outbox row is on its topic, byte for byte",
        "%d rows, %d records".formatted(ids.size(), log.records()),
        offenders);
  }

  private Finding ordered() {
    List<String> offenders = new ArrayList<>(disordered);
    offenders.addAll(log.strayed());
    return Finding.of(
        "first occurrences of a key are in commit order, in one partition",
        ids.size() + " rows",
        offenders);
  }

  private Finding nothingElse() {
    List<String> offenders = new ArrayList<>(log.nameless());
    log.firsts()
        .forEach(
            (id, first) -> {
              if (!ids.contains(id) && !knownForeignIds.contains(id)) {
                offenders.add(
                    "%s (%s) at %s-%d@%d"
                        .formatted(
                            id, first.type(), first.topic(), first.partition(), first.offset()));
              }
            });
    return Finding.of(
        "nothing is on a topic without its outbox row",
        "%d events, %d known to be foreign".formatted(log.firsts().size(), knownForeignIds.size()),
        offenders);
  }

  private Finding caused() {
    List<String> offenders = new ArrayList<>();
    causes.forEach(
        (id, cause) -> {
          if (!ids.contains(cause) && !knownForeignIds.contains(cause) && horizon.demands(cause)) {
            offenders.add("%s: its cause %s is nowhere".formatted(id, cause));
          }
        });
    return Finding.of(
        "whatever names a cause names an event that exists",
        causes.size() + " facts with a cause",
        offenders);
  }
}
