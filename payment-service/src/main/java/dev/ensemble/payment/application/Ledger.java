package dev.ensemble.payment.application;

import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Transfer;
import java.util.List;

/** The one door to the ledger: what was posted once stands for ever. */
public interface Ledger {

  /** Posts the transfer, its entries and what they make of the customers' balances. */
  void post(Transfer transfer);

  /** The account's lines, newest first, all older than the given number. */
  List<StatementLine> statement(AccountId id, long olderThan, int countMax);
}
