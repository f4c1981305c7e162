package dev.ensemble.payment.domain;

/** A place in the ledger that money comes from or goes to. */
public sealed interface LedgerAccount {

  /** The name in the ledger, {@code customer:alice} or {@code house:bank}. */
  String title();

  /** What the house owes a customer: credits make it grow. */
  record Customer(AccountId id) implements LedgerAccount {
    @Override
    public String title() {
      return "customer:" + id;
    }
  }

  /** The house's own accounts. */
  enum House implements LedgerAccount {
    /** Money that the house holds, for its customers and for itself: debits make it grow. */
    BANK("house:bank"),
    /** What the house has earned: credits make it grow. */
    SALES("house:sales"),
    /** Money that the payment provider holds for the house: debits make it grow. */
    PROVIDER("house:provider");

    private final String title;

    House(String title) {
      this.title = title;
    }

    @Override
    public String title() {
      return title;
    }
  }
}
