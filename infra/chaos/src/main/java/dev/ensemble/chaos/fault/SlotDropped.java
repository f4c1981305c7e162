package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.stack.Supervised;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The place in the log up to which a source is published is lost. The relays may be killed as soon
 * as one of them has made a new one, and publishes from the table what it finds that it owes.
 */
public final class SlotDropped implements Fault {
  /** A reader that is ended comes back at once, so that it may take several attempts. */
  private static final Duration DROPPED_WITHIN = Duration.ofSeconds(5);

  /** The relay waits for the old one's end, makes a new one, and looks at what it owes. */
  private static final Duration MADE_ANEW_WITHIN = Duration.ofMinutes(2);

  /** It begins to publish what it owes when it has made the slot, and is done within a second. */
  private static final Duration KILLED_AFTER = Duration.ofMillis(200);

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private final String slot;
  private final boolean killsRelays;
  private boolean dropped;

  /**
   * @param service {@code order}, say
   * @param killsRelays whether both are killed in the middle of making it good
   */
  public SlotDropped(String service, boolean killsRelays) {
    this.slot = slotOf(service);
    this.killsRelays = killsRelays;
  }

  /** Every slot there is. */
  static List<String> all() {
    return Layout.SERVICES.stream().map(service -> slotOf(service.shortName())).toList();
  }

  private static String slotOf(String service) {
    return "outbox_" + service;
  }

  @Override
  public List<String> targets() {
    List<String> targets = new ArrayList<>(List.of(slot));
    if (killsRelays) {
      targets.addAll(Layout.relays());
    }
    return targets;
  }

  @Override
  public long inject(SystemUnderTest system) throws InterruptedException, SQLException {
    dropped = dropped || Patience.until(DROPPED_WITHIN, () -> drop(system));
    if (!dropped) {
      throw new IllegalStateException(slot + " is taken again each time");
    }
    if (killsRelays) {
      killRelays(system);
    }
    return 0;
  }

  private boolean drop(SystemUnderTest system) throws SQLException {
    // Both in one statement: between two, its reader would be back.
    return system
            .server()
            .ask(
                """
                WITH ended AS MATERIALIZED (
                  SELECT slot_name FROM pg_replication_slots
                  WHERE slot_name = '%1$s' AND active AND pg_terminate_backend(active_pid, 2000))
                SELECT count(pg_drop_replication_slot(slot_name)) FROM pg_replication_slots
                WHERE slot_name = '%1$s' AND (SELECT count(*) FROM ended) >= 0
                """
                    .formatted(slot))
        == 1;
  }

  private void killRelays(SystemUnderTest system) throws InterruptedException, SQLException {
    long deadline = System.nanoTime() + MADE_ANEW_WITHIN.toNanos();
    while (slots(system, "true") == 0) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(slot + " is not made anew");
      }
      Thread.sleep(LOOK_EVERY);
    }
    Thread.sleep(KILLED_AFTER);
    long killed = Layout.relays().stream().filter(relay -> kill(system.process(relay))).count();
    if (killed == 0) {
      throw new IllegalStateException("both relays are down already");
    }
  }

  /** One of them may have ended for the loss of its slot, and be on its way back. */
  private static boolean kill(Supervised relay) {
    try {
      Processes.kill(relay.life().process());
      return true;
    } catch (IllegalStateException downAlready) {
      return false;
    }
  }

  private long slots(SystemUnderTest system, String condition) throws SQLException {
    return system
        .server()
        .ask(
            "SELECT count(*) FROM pg_replication_slots WHERE %s AND slot_name = '%s'"
                .formatted(condition, slot));
  }

  @Override
  public long heal(SystemUnderTest system) {
    return 0;
  }

  /** Counts that somebody reads by a new one. */
  @Override
  public long awaitEffect(SystemUnderTest system) throws InterruptedException {
    return Patience.until(MADE_ANEW_WITHIN, () -> slots(system, "active") == 1) ? 1 : 0;
  }

  @Override
  public String toString() {
    return "drop the slot %s%s"
        .formatted(slot, killsRelays ? ", and kill -9 both relays when it is made anew" : "");
  }
}
