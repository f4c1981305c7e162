package dev.ensemble.messaging;

import java.util.function.Supplier;

/** A database that refuses to note what is done with one event: no outage, and nobody's fault. */
final class NoAudit {
  static final String WORDS = "the notebook is full";

  private NoAudit() {}

  /**
   * Runs the work meanwhile.
   *
   * @param offset of the event's record
   */
  static <T> T of(Shop shop, int offset, Supplier<T> work) {
    run(
        shop,
        """
        CREATE FUNCTION shop.refuse() RETURNS trigger LANGUAGE plpgsql
        AS $$ BEGIN RAISE EXCEPTION '%s'; END $$
        """
            .formatted(WORDS));
    run(
        shop,
        """
        CREATE TRIGGER no_audit BEFORE INSERT ON messaging.parking_audit FOR EACH ROW
        WHEN (NEW.record_offset = %d) EXECUTE FUNCTION shop.refuse()
        """
            .formatted(offset));
    try {
      return work.get();
    } finally {
      run(shop, "DROP FUNCTION shop.refuse() CASCADE");
    }
  }

  private static void run(Shop shop, String statement) {
    shop.superuser().sql(statement).update();
  }
}
