package dev.ensemble.local.invariants;

import java.util.List;

/** The ledger balances. Debits are above zero, credits below; all money is whole cents. */
final class MoneyInvariants {
  private final Database payments;

  MoneyInvariants(Database payments) {
    this.payments = payments;
  }

  List<Finding> check() {
    return List.of(allEntries(), eachTransfer(), balances());
  }

  private Finding allEntries() {
    long entries = payments.number("SELECT count(*) FROM payments.entries");
    return Finding.of(
        "the sum over all entries of the ledger is 0",
        entries + " entries",
        payments.texts(
            """
            SELECT format('the sum is %s cents', sum(amount_cents))
            FROM payments.entries
            HAVING sum(amount_cents) <> 0
            """));
  }

  private Finding eachTransfer() {
    long transfers = payments.number("SELECT count(*) FROM payments.transfers");
    return Finding.of(
        "each transfer has two sides or more, and their sum is 0",
        transfers + " transfers",
        payments.texts(
            """
            SELECT format('%s %s: %s sides, sum %s cents',
                          t.kind, t.transfer_id, count(e), coalesce(sum(e.amount_cents), 0))
            FROM payments.transfers t
            LEFT JOIN payments.entries e USING (transfer_id)
            GROUP BY t.transfer_id
            HAVING count(e) < 2 OR sum(e.amount_cents) <> 0
            """));
  }

  /** A customer's account is a debt of the house, so its balance is what the credits exceed. */
  private Finding balances() {
    long accounts = payments.number("SELECT count(*) FROM payments.accounts");
    return Finding.of(
        "no account is below 0, and each balance is the sum of its entries",
        accounts + " accounts",
        payments.texts(
            """
            SELECT format('%s: balance %s, entries %s cents', coalesce(a.account_id, e.account_id),
                          a.balance_cents, e.owed)
            FROM payments.accounts a
            FULL JOIN (SELECT account_id, -sum(amount_cents) AS owed
                       FROM payments.entries
                       WHERE account_id IS NOT NULL
                       GROUP BY account_id) e USING (account_id)
            WHERE a.balance_cents IS DISTINCT FROM coalesce(e.owed, 0) OR a.balance_cents < 0
            """));
  }
}
