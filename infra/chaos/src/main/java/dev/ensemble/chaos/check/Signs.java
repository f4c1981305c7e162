package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import dev.ensemble.local.invariants.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what must have happened in a run, from its history and the databases. */
final class Signs {
  /** What a relay ends with that was replaced while it stood still (outbox-relay's README). */
  private static final int FENCED = 6;

  /** What needs two things to happen at one moment is seen in such a run, in a shorter one not. */
  private static final long LONG_RUN_MILLIS = 10 * 60_000;

  private static final String FREEZE_RELAY = "freeze-relay";

  private final FaultSigns faults = new FaultSigns();

  /** Relays that stood still, until they were started anew. */
  private final Set<String> frozen = new HashSet<>();

  private final Map<String, Long> heard = new TreeMap<>();
  private final Map<String, Long> counted = new TreeMap<>();
  private long lengthMillis;
  private long ordersLeast;
  private boolean ended;

  private Signs() {}

  static List<Sign> of(Past past, Database orders, Database payments) {
    Signs signs = new Signs();
    List<Sign> all = signs.ofHistory(past);
    signs.sagas(all, orders, payments);
    return all;
  }

  /** What the history alone tells. */
  static List<Sign> of(Past past) {
    return new Signs().ofHistory(past);
  }

  private List<Sign> ofHistory(Past past) {
    past.each(this::read);
    List<Sign> all = new ArrayList<>();
    faults.tell(all::add);
    all.add(sign("processes that ended", "exit", true));
    deliveries(all);
    calls(all);
    return all;
  }

  private void read(Line line) {
    switch (line.what()) {
      case RUN -> {
        lengthMillis = line.number("length-millis");
        ordersLeast = line.number("orders-least");
      }
      case INJECT, MISSED, HEAL -> fault(line);
      case OK, FAIL, INFO -> heard(line);
      case LEADER -> {
        if (!line.text("from").isEmpty()) {
          count("takeover");
        }
      }
      case MOVED -> count("moved");
      case START -> frozen.remove(line.text("process"));
      case EXIT -> {
        if (!ended) {
          exit(line.text("process"), line.number("code"));
        }
      }
      case COUNTED ->
          line.details()
              .properties()
              .forEach(one -> counted.put(one.getKey(), one.getValue().asLong(0)));
      case END -> ended = true;
      case INVOKE, REVERSED, READY, SAMPLE, OFFSETS, SLOT, HEALED, FOUND -> {}
    }
  }

  private void fault(Line line) {
    faults.read(line);
    if (line.what() == Happening.INJECT && line.text("kind").equals(FREEZE_RELAY)) {
      line.details().path("on").forEach(relay -> frozen.add(relay.asString()));
    }
  }

  /** A relay ends so as well where it comes to a slot that the other one reads already. */
  private void exit(String process, long code) {
    count("exit");
    if (code == FENCED && frozen.contains(process)) {
      count("fenced");
    }
  }

  private void heard(Line line) {
    if (line.isTrue("replayed")) {
      count("replayed");
    }
    if (line.number("status") == 409 && line.what() == Happening.INFO) {
      count("busy");
    }
    if (line.text("problem").endsWith(Wishes.REUSED)) {
      count("reused");
    }
    if (line.what() == Happening.INFO && line.number("status") == 0) {
      count("unanswered");
    }
    if (line.number("status") >= 500) {
      count("5xx");
    }
  }

  private void count(String what) {
    heard.merge(what, 1L, Long::sum);
  }

  private boolean isLong() {
    return lengthMillis >= LONG_RUN_MILLIS;
  }

  private void deliveries(List<Sign> all) {
    all.add(metered("events delivered again and not acted on", "inbox_records repeated", true));
    all.add(metered("batches rolled back", "inbox_transaction rolled-back", isLong()));
    all.add(metered("batches that met an outage", "inbox_outages", isLong()));
    all.add(metered("events parked", "inbox_records parked", false));
    all.add(sign("partitions that another process took over", "moved", isLong()));
    all.add(sign("slots that the other relay took over", "takeover", isLong()));
    all.add(sign("relays that were fenced when they came back", "fenced", isLong()));
  }

  private void calls(List<Sign> all) {
    all.add(sign("calls that were not answered", "unanswered", true));
    all.add(sign("answers 5xx", "5xx", false));
    all.add(sign("answers that were replayed", "replayed", true));
    all.add(sign("calls refused while the first was running (409)", "busy", isLong()));
    all.add(sign("keys refused for another wish (422)", "reused", true));
  }

  private void sagas(List<Sign> all, Database orders, Database payments) {
    all.add(
        new Sign(
            "orders placed", orders.number("SELECT count(*) FROM orders.orders"), ordersLeast));
    orders.each(
        """
        SELECT coalesce(end_reason, 'COMPLETED'), count(*)
        FROM orders.orders WHERE status IN ('COMPLETED', 'CANCELLED') GROUP BY 1 ORDER BY 1
        """,
        row -> all.add(new Sign("orders that ended as " + row.getString(1), row.getLong(2), 0)));
    all.add(
        new Sign(
            "charges that a compensation forestalled",
            payments.number("SELECT count(*) FROM payments.payments WHERE status = 'VOIDED'"),
            1));
    all.add(
        new Sign(
            "payments given back",
            payments.number("SELECT count(*) FROM payments.payments WHERE status = 'REFUNDED'"),
            1));
    all.add(
        new Sign(
            "cancellations that came too late",
            orders.number("SELECT count(*) FROM orders.orders WHERE cancellation = 'REFUSED'"),
            isLong() ? 1 : 0));
  }

  private Sign sign(String what, String counter, boolean required) {
    return new Sign(what, heard.getOrDefault(counter, 0L), required ? 1 : 0);
  }

  private Sign metered(String what, String meter, boolean required) {
    return new Sign(what, counted.getOrDefault(meter, 0L), required ? 1 : 0);
  }
}
