package dev.ensemble.payment.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.idempotency.Idempotency;
import dev.ensemble.idempotency.IdempotentRequest;
import dev.ensemble.messaging.Ids;
import dev.ensemble.payment.application.DepositMoney;
import dev.ensemble.payment.application.DepositMoney.Answer;
import dev.ensemble.payment.domain.AccountId;
import dev.ensemble.payment.domain.Money;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Takes deposits, each once however often it is sent. */
@RestController
@RequestMapping("/accounts/{accountId}/deposits")
class DepositsController {
  private final DepositMoney depositMoney;
  private final Ids ids;
  private final Idempotency idempotency;

  DepositsController(DepositMoney depositMoney, Ids ids, Idempotency idempotency) {
    this.depositMoney = depositMoney;
    this.ids = ids;
    this.idempotency = idempotency;
  }

  @PostMapping
  ResponseEntity<byte[]> deposit(
      IdempotentRequest call, @PathVariable String accountId, @RequestBody DepositRequest request) {
    AccountId id = AccountPath.wellFormed(accountId);
    return idempotency.once(call, request, () -> deposit(id, request.money()));
  }

  private ResponseEntity<DepositView> deposit(AccountId id, Money amount) {
    DepositMoney.Command command = new DepositMoney.Command(ids.next(), id, amount);
    return switch (depositMoney.deposit(command)) {
      case Answer.Deposited deposited ->
          ResponseEntity.status(HttpStatus.CREATED)
              .body(
                  new DepositView(
                      command.depositId(),
                      id.value(),
                      command.amount().toDecimal(),
                      deposited.balance().toDecimal()));
      case Answer.UnknownAccount unknown -> throw AccountPath.unknown(id);
      case Answer.BalanceTooLarge tooLarge ->
          throw new ProblemException(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "balance-too-large",
              "No account may hold more than " + Money.MAX + ".");
    };
  }
}
