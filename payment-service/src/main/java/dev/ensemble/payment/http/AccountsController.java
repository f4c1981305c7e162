package dev.ensemble.payment.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.application.DepositMoney;
import dev.ensemble.payment.application.DepositMoney.Answer;
import dev.ensemble.payment.application.Ledger;
import dev.ensemble.payment.application.OpenAccount;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import java.net.URI;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens accounts, shows them and takes deposits. */
@RestController
@RequestMapping("/accounts/{accountId}")
class AccountsController {

  /** One page is one answer in memory; whoever wants more reads on. */
  private static final int LIMIT_MAX = 200;

  private final OpenAccount openAccount;
  private final DepositMoney depositMoney;
  private final Accounts accounts;
  private final Ledger ledger;
  private final Ids ids;

  AccountsController(
      OpenAccount openAccount,
      DepositMoney depositMoney,
      Accounts accounts,
      Ledger ledger,
      Ids ids) {
    this.openAccount = openAccount;
    this.depositMoney = depositMoney;
    this.accounts = accounts;
    this.ledger = ledger;
    this.ids = ids;
  }

  /** 201 where the account is new, 200 where it was open. */
  @PutMapping
  ResponseEntity<AccountView> open(
      @PathVariable String accountId, @RequestBody AccountRequest request) {
    AccountId id = wellFormed(accountId);
    OpenAccount.Opened opened = openAccount.open(id, request.delay());
    AccountView view = AccountView.of(opened.account());
    return opened.isNew()
        ? ResponseEntity.created(URI.create("/accounts/" + id)).body(view)
        : ResponseEntity.ok(view);
  }

  @GetMapping
  AccountView account(@PathVariable String accountId) {
    return AccountView.of(existing(wellFormed(accountId)));
  }

  /** The account's statement, newest first, page by page. */
  @GetMapping("/entries")
  StatementView entries(
      @PathVariable String accountId,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) long after) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw invalid("limit", "'limit' is a whole number from 1 to " + LIMIT_MAX + ".");
    }
    AccountId id = existing(wellFormed(accountId)).id();
    return StatementView.of(ledger.statement(id, after, limit), limit);
  }

  @PostMapping("/deposits")
  ResponseEntity<DepositView> deposit(
      @PathVariable String accountId, @RequestBody DepositRequest request) {
    AccountId id = wellFormed(accountId);
    DepositMoney.Command command = new DepositMoney.Command(ids.next(), id, request.money());
    return switch (depositMoney.deposit(command)) {
      case Answer.Deposited deposited ->
          ResponseEntity.status(HttpStatus.CREATED)
              .body(
                  new DepositView(
                      command.depositId(),
                      id.value(),
                      command.amount().toDecimal(),
                      deposited.balance().toDecimal()));
      case Answer.UnknownAccount unknown -> throw unknown(id);
      case Answer.BalanceTooLarge tooLarge ->
          throw new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "balance-too-large",
              "No account may hold more than " + Money.MAX + ".");
    };
  }

  private Account existing(AccountId id) {
    return accounts.look(id).orElseThrow(() -> unknown(id));
  }

  private static AccountId wellFormed(String accountId) {
    return AccountId.of(accountId)
        .orElseThrow(
            () ->
                invalid(
                    "accountId",
                    "An account's id is 1 to 64 small letters, digits, '.', '_' or '-', and begins"
                        + " with a letter or digit."));
  }

  private static ProblemException invalid(String parameter, String rule) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-parameter", rule)
        .with("parameter", parameter);
  }

  private static ProblemException unknown(AccountId id) {
    return new ProblemException(
        HttpStatus.NOT_FOUND, "unknown-account", "There is no account " + id + ".");
  }
}
