package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.system.SystemUnderTest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The place in the log up to which a source is published is lost. */
public final class SlotDropped implements Fault {
  /** A reader that is ended comes back at once, so that it may take several attempts. */
  private static final Duration DROPPED_WITHIN = Duration.ofSeconds(10);

  /** The relay waits for the old one's end, makes a new one, and looks at what it owes. */
  private static final Duration MADE_ANEW_WITHIN = Duration.ofSeconds(60);

  private final String slot;
  private boolean dropped;

  /**
   * @param service {@code order}, say
   */
  public SlotDropped(String service) {
    this.slot = "outbox_" + service;
  }

  @Override
  public List<String> targets() {
    return List.of(slot);
  }

  @Override
  public long inject(SystemUnderTest system) throws InterruptedException {
    dropped = Patience.until(DROPPED_WITHIN, () -> dropped(system));
    if (!dropped) {
      throw new IllegalStateException(slot + " is taken again each time");
    }
    return 0;
  }

  private boolean dropped(SystemUnderTest system) throws SQLException {
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

  @Override
  public long heal(SystemUnderTest system) throws InterruptedException {
    if (!dropped) {
      return 0;
    }
    boolean anew =
        Patience.until(
            MADE_ANEW_WITHIN,
            () ->
                system
                        .server()
                        .ask(
                            "SELECT count(*) FROM pg_replication_slots WHERE active AND slot_name = '%s'"
                                .formatted(slot))
                    == 1);
    return anew ? 1 : 0;
  }

  @Override
  public String toString() {
    return "drop the slot " + slot;
  }
}
