package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.stack.Program;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * What half an hour leaves: 50,000 orders, and a history of more than a million lines, are judged
 * in minutes and in the heap that the command has.
 */
@EnabledIfSystemProperty(named = "ensemble.drills", matches = "long")
class LargeRunTest {
  private static final Path HOUSE = Path.of("..", "..").toAbsolutePath().normalize();

  /** Each copy is one order of each of six endings. */
  private static final int COPIES = 8_400;

  private static final int LOOKS = 1_800;
  private static final int LOOKS_PER_COPY = 54;
  private static final Pattern KEY = Pattern.compile("\"key\":\"([^\"]+)\"");
  private static final Pattern ORDER = Pattern.compile("\"order\":\"([^\"]+)\"");

  /** A tenth of the half hour. */
  private static final Duration JUDGED_WITHIN = Duration.ofMinutes(3);

  // The same row under other ids: of the same millisecond, so that it lies in the same partition.
  // One
  // transaction for each copy, as rows of a run have many.
  private static final String OTHER =
      """
      CREATE FUNCTION pg_temp.other(id uuid, n integer) RETURNS uuid LANGUAGE sql IMMUTABLE AS
        $$ SELECT (left(id::text, 19) || right(md5(id::text || n)::uuid::text, 17))::uuid $$
      """;

  private static final String LOOP =
      """
      DO $do$
      DECLARE n integer;
      BEGIN
        FOR n IN 1 .. COPIES LOOP
          ROWS
          COMMIT;
        END LOOP;
      END
      $do$
      """;

  private static final String OF_ORDERS =
      """
      INSERT INTO orders.orders SELECT pg_temp.other(id, n), customer_id, total_cents, placed_at,
        deadline, version, status, milestones, cancellation, cancellation_by, end_reason
        FROM first_orders;
      INSERT INTO orders.order_lines SELECT pg_temp.other(order_id, n), position, sku, quantity,
        unit_price_cents FROM first_lines;
      INSERT INTO orders.order_history SELECT pg_temp.other(order_id, n), version, status, because,
        reached_at FROM first_history;
      INSERT INTO idempotency.answers SELECT client, operation, key || '-' || n, fingerprint, status,
        headers, convert_to(replace(convert_from(body, 'UTF8'), order_id::text,
        pg_temp.other(order_id, n)::text), 'UTF8'), created_at FROM first_answers;
      """;

  private static final String OF_MESSAGES =
      """
      INSERT INTO messaging.outbox SELECT pg_temp.other(id, n), topic,
        pg_temp.other(partition_key::uuid, n)::text, type, source,
        subject, occurred_at, correlation_id, pg_temp.other(causation_id::uuid, n)::text, sequence,
        content_type, traceparent, tracestate, payload FROM first_facts;
      INSERT INTO messaging.processed_events SELECT consumer, pg_temp.other(event_id, n), digest
        FROM first_events;
      """;

  private static final String OF_PAYMENTS =
      """
      INSERT INTO payments.payments SELECT (jsonb_populate_record(p, jsonb_build_object(
        'order_id', pg_temp.other(order_id, n), 'payment_id', pg_temp.other(payment_id, n),
        'refund_id', pg_temp.other(refund_id, n)))).* FROM first_payments p;
      INSERT INTO payments.transfers (transfer_id, kind, order_id, posted_at)
        SELECT pg_temp.other(transfer_id, n), kind, pg_temp.other(order_id, n), posted_at
        FROM first_transfers;
      INSERT INTO payments.entries (transfer_id, ledger_account, amount_cents)
        SELECT pg_temp.other(transfer_id, n), ledger_account, amount_cents FROM first_entries;
      """;

  private static final String OF_INVENTORY =
      """
      INSERT INTO inventory.reservations SELECT (jsonb_populate_record(r, jsonb_build_object(
        'order_id', pg_temp.other(order_id, n), 'shipment_id', pg_temp.other(shipment_id, n)))).*
        FROM first_reservations r;
      INSERT INTO inventory.reservation_lines SELECT pg_temp.other(order_id, n), sku, quantity
        FROM first_lines;
      INSERT INTO inventory.stock_movements (sku, quantity, kind, order_id, moved_at)
        SELECT sku, quantity, kind, pg_temp.other(order_id, n), moved_at FROM first_movements;
      """;

  @TempDir Path folder;

  @Test
  void a_run_of_fifty_thousand_orders_is_judged_in_minutes() throws Exception {
    try (TrueSystem system = new TrueSystem(HOUSE, folder.resolve("system"))) {
      try (History history = History.in(folder)) {
        history.note(Happening.RUN, Map.of("delivery", "transactional"));
        system.fill(history);
      }
      multiply(system);
      long lines = writeHistory(Files.readAllLines(folder.resolve(History.FILE)));

      long begin = System.nanoTime();
      try (TopicLog log = TopicLog.read(system.evidence(), Set.of(RepeatInvariants.ON_PURPOSE))) {
        Duration read = Duration.ofNanos(System.nanoTime() - begin);
        List<Finding> findings = Checker.findings(folder, system.evidence(), log);
        Duration judged = Duration.ofNanos(System.nanoTime() - begin);
        System.out.printf(
            "%d records read in %s, %d lines and all rows judged by %s, %d MB of heap held%n",
            log.records(), read, lines, judged, heldMegabytes());

        assertThat(log.records()).isGreaterThan(300_000);
        assertThat(lines).isGreaterThan(1_000_000);
        assertThat(findings).allMatch(Finding::holds);
        assertThat(judged).isLessThan(JUDGED_WITHIN);
      }
    }
  }

  private static long heldMegabytes() {
    System.gc();
    Runtime runtime = Runtime.getRuntime();
    return (runtime.totalMemory() - runtime.freeMemory()) >> 20;
  }

  private static void multiply(TrueSystem system) throws Exception {
    String messages =
        """
        CREATE TEMP TABLE first_facts AS SELECT * FROM messaging.outbox;
        CREATE TEMP TABLE first_events AS SELECT * FROM messaging.processed_events;
        """;
    copy(
        system,
        Program.ORDER,
        messages
            + """
            CREATE TEMP TABLE first_orders AS SELECT * FROM orders.orders;
            CREATE TEMP TABLE first_lines AS SELECT * FROM orders.order_lines;
            CREATE TEMP TABLE first_history AS SELECT * FROM orders.order_history;
            CREATE TEMP TABLE first_answers AS
              SELECT *, (convert_from(body, 'UTF8')::json->>'orderId')::uuid AS order_id
              FROM idempotency.answers;
            """,
        OF_ORDERS);
    copy(
        system,
        Program.PAYMENT,
        messages
            + """
            CREATE TEMP TABLE first_payments AS SELECT * FROM payments.payments;
            CREATE TEMP TABLE first_transfers AS SELECT * FROM payments.transfers;
            CREATE TEMP TABLE first_entries AS SELECT * FROM payments.entries;
            """,
        OF_PAYMENTS);
    copy(
        system,
        Program.INVENTORY,
        messages
            + """
            CREATE TEMP TABLE first_reservations AS SELECT * FROM inventory.reservations;
            CREATE TEMP TABLE first_lines AS SELECT * FROM inventory.reservation_lines;
            CREATE TEMP TABLE first_movements AS SELECT * FROM inventory.stock_movements;
            """,
        OF_INVENTORY);
    system.force(
        Program.PAYMENT,
        """
        UPDATE payments.accounts a SET balance_cents = -(
          SELECT sum(amount_cents) FROM payments.entries e WHERE e.account_id = a.account_id)
        WHERE account_id <> 'penny'
        """);
    system.force(
        Program.INVENTORY,
        """
        UPDATE inventory.stock s SET on_hand = (
          SELECT sum(quantity) FROM inventory.stock_movements m WHERE m.sku = s.sku)
        WHERE sku <> 'gong'
        """);
  }

  private static void copy(TrueSystem system, Program service, String first, String rows)
      throws Exception {
    // A statement of its own each: a transaction cannot end within several that are sent at once.
    system.force(
        service,
        "CREATE TABLE public.told AS SELECT id FROM messaging.outbox",
        first,
        OTHER,
        LOOP.replace("COPIES", "" + COPIES).replace("ROWS", rows + OF_MESSAGES),
        "VACUUM ANALYZE");
    system.publish(
        "SELECT * FROM messaging.outbox WHERE id NOT IN (SELECT id FROM public.told)"
            + " ORDER BY xmin::text::bigint, partition_key, sequence",
        service,
        Map.of());
  }

  /** What customers heard of the copies, and what they and we saw meanwhile. */
  private long writeHistory(List<String> told) throws IOException {
    long lines = 0;
    try (BufferedWriter out =
        Files.newBufferedWriter(folder.resolve(History.FILE), StandardOpenOption.APPEND)) {
      for (int n = 1; n <= COPIES; n++) {
        for (String line : told) {
          if (line.contains("\"key\"")) {
            out.write(of(line, n) + "\n");
            lines++;
          }
        }
        for (int look = 0; look < LOOKS_PER_COPY; look++) {
          String same =
              "\"call\":\"look\",\"op\":\"%d-%d\",\"attempt\":1,\"order\":\"o%d\""
                  .formatted(n, look, n);
          out.write("{\"at\":1,\"what\":\"invoke\",%s}%n".formatted(same));
          out.write(
              "{\"at\":1,\"what\":\"ok\",%s,\"version\":%d,\"stands\":\"PAID\"}%n"
                  .formatted(same, look));
          lines += 2;
        }
        if (n % (COPIES / LOOKS) == 0) {
          out.write(FalseHistory.line(Happening.OFFSETS, TrueClaims.offsets("order", "payment")));
          out.write("\n" + FalseHistory.line(Happening.SLOT, TrueClaims.look()) + "\n");
          lines += 2;
        }
      }
      out.write(FalseHistory.line(Happening.HEALED, Map.of()) + "\n");
      out.write(FalseHistory.line(Happening.SLOT, TrueClaims.look()) + "\n");
      out.write(FalseHistory.line(Happening.END, Map.of()) + "\n");
    }
    return lines;
  }

  private static String of(String line, int n) {
    String named = KEY.matcher(line).replaceFirst("\"key\":\"$1-" + n + "\"");
    return ORDER
        .matcher(named)
        .replaceFirst(found -> "\"order\":\"" + other(found.group(1), n) + "\"");
  }

  /** As the function of the same name. */
  private static String other(String id, int n) {
    try {
      byte[] digest = MessageDigest.getInstance("MD5").digest((id + n).getBytes(US_ASCII));
      String hex = HexFormat.of().formatHex(digest);
      return id.substring(0, 19) + hex.substring(16, 20) + "-" + hex.substring(20);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has MD5", e);
    }
  }
}
