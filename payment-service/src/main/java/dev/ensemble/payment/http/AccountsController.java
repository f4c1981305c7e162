package dev.ensemble.payment.http;

import dev.ensemble.payment.application.Accounts;
import dev.ensemble.payment.application.Ledger;
import dev.ensemble.payment.application.OpenAccount;
import dev.ensemble.payment.domain.Account;
import dev.ensemble.payment.domain.AccountId;
import java.net.URI;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens accounts and shows them. */
@RestController
@RequestMapping("/accounts/{accountId}")
class AccountsController {

  /** One page is one answer in memory; whoever wants more reads on. */
  private static final int LIMIT_MAX = 200;

  private final OpenAccount openAccount;
  private final Accounts accounts;
  private final Ledger ledger;

  AccountsController(OpenAccount openAccount, Accounts accounts, Ledger ledger) {
    this.openAccount = openAccount;
    this.accounts = accounts;
    this.ledger = ledger;
  }

  /** 201 where the account is new, 200 where it was open. */
  @PutMapping
  ResponseEntity<AccountView> open(
      @PathVariable String accountId, @RequestBody AccountRequest request) {
    AccountId id = AccountPath.wellFormed(accountId);
    OpenAccount.Opened opened = openAccount.open(id, request.delay(), request.provider());
    AccountView view = AccountView.of(opened.account());
    return opened.isNew()
        ? ResponseEntity.created(URI.create("/accounts/" + id)).body(view)
        : ResponseEntity.ok(view);
  }

  @GetMapping
  AccountView account(@PathVariable String accountId) {
    return AccountView.of(existing(AccountPath.wellFormed(accountId)));
  }

  /** The account's statement, newest first, page by page. */
  @GetMapping("/entries")
  StatementView entries(
      @PathVariable String accountId,
      @RequestParam(defaultValue = "50") int limit,
      @RequestParam(defaultValue = "" + Long.MAX_VALUE) long after) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw AccountPath.invalid("limit", "'limit' is a whole number from 1 to " + LIMIT_MAX + ".");
    }
    AccountId id = existing(AccountPath.wellFormed(accountId)).id();
    return StatementView.of(ledger.statement(id, after, limit), limit);
  }

  private Account existing(AccountId id) {
    return accounts.look(id).orElseThrow(() -> AccountPath.unknown(id));
  }
}
