package dev.ensemble.messaging;

/**
 * A database that refuses to note what is done with one parked event: no outage, nobody's fault.
 */
final class NoAudit implements AutoCloseable {
  static final String WORDS = "the notebook is full";

  private final Shop shop;

  private NoAudit(Shop shop) {
    this.shop = shop;
  }

  /**
   * @param offset of the event's record
   */
  static NoAudit of(Shop shop, int offset) {
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
    return new NoAudit(shop);
  }

  private static void run(Shop shop, String statement) {
    shop.superuser().sql(statement).update();
  }

  @Override
  public void close() {
    run(shop, "DROP FUNCTION shop.refuse() CASCADE");
  }
}
