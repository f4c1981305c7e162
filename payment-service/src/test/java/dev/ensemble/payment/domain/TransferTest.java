package dev.ensemble.payment.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.payment.domain.LedgerAccount.Customer;
import dev.ensemble.payment.domain.LedgerAccount.House;
import dev.ensemble.payment.domain.Transfer.Reason;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TransferTest {
  private static final UUID ID = UUID.fromString("0199a0de-7c00-7000-8000-00000000d001");
  private static final Instant NOW = Instant.parse("2026-11-21T09:30:00Z");
  private static final Customer ALICE = new Customer(new AccountId("alice"));

  @Test
  void a_transfer_whose_debits_and_credits_differ_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                transfer(
                    Entry.debit(House.BANK, new Money(1000)), Entry.credit(ALICE, new Money(999))))
        .withMessage("debits and credits differ by 1 cents");
  }

  @Test
  void a_transfer_of_one_side_or_none_is_refused() {
    assertThatIllegalArgumentException().isThrownBy(() -> transfer());
    assertThatIllegalArgumentException().isThrownBy(() -> transfer(Entry.debit(ALICE, Money.ZERO)));
  }

  @Test
  void a_transfer_from_an_account_to_itself_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> transfer(Entry.debit(ALICE, new Money(5)), Entry.credit(ALICE, new Money(5))));
  }

  @Test
  void an_account_named_twice_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                transfer(
                    Entry.debit(House.BANK, new Money(2)),
                    Entry.credit(ALICE, new Money(1)),
                    Entry.credit(ALICE, new Money(1))));
  }

  @Test
  void a_sum_that_overflows_is_refused() {
    assertThatThrownBy(
            () ->
                transfer(
                    Entry.debit(House.BANK, new Money(Long.MAX_VALUE)),
                    Entry.debit(House.SALES, new Money(1)),
                    Entry.credit(ALICE, Money.ZERO)))
        .isInstanceOf(ArithmeticException.class);
  }

  @Test
  void a_deposit_debits_the_bank_and_credits_the_customer() {
    Transfer deposit = Transfer.deposit(ID, new AccountId("alice"), new Money(1000), NOW);
    assertThat(deposit.entries())
        .containsExactly(
            Entry.debit(House.BANK, new Money(1000)), Entry.credit(ALICE, new Money(1000)));
    assertThat(deposit.entries()).extracting(Entry::signedCents).containsExactly(1000L, -1000L);
  }

  private static Transfer transfer(Entry... entries) {
    return new Transfer(ID, new Reason.Deposit(), List.of(entries), NOW);
  }
}
