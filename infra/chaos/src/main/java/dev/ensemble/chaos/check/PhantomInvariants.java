package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.header.Header;

/**
 * What was sent and never committed is a row, too: the relay reads nothing that was not committed
 * to the database, so not even who reads uncommitted records sees what never happened.
 */
final class PhantomInvariants {
  private PhantomInvariants() {}

  static Finding check(String brokers, List<Database> services, Set<String> knownForeignIds) {
    Set<String> known = new HashSet<>(knownForeignIds);
    services.forEach(
        one ->
            one.each("SELECT id::text FROM messaging.outbox", row -> known.add(row.getString(1))));
    List<String> offenders = new ArrayList<>();
    long[] records = new long[1];
    Records.each(
        brokers,
        "read_uncommitted",
        record -> {
          records[0]++;
          Header id = record.headers().lastHeader("ce_id");
          if (id != null && !known.contains(new String(id.value(), UTF_8))) {
            offenders.add(
                "%s-%d@%d: of no row"
                    .formatted(record.topic(), record.partition(), record.offset()));
          }
        });
    return Finding.of(
        "not even an uncommitted record is without its outbox row",
        records[0] + " records, aborted ones included",
        offenders);
  }
}
