package dev.ensemble.payment.http;

import dev.ensemble.http.ProblemException;
import dev.ensemble.payment.domain.AccountId;
import org.springframework.http.HttpStatus;

/** The account that a path names, and what is said where it names none. */
final class AccountPath {
  private AccountPath() {}

  static AccountId wellFormed(String accountId) {
    return AccountId.of(accountId)
        .orElseThrow(
            () ->
                invalid(
                    "accountId",
                    "An account's id is 1 to 64 small letters, digits, '.', '_' or '-', and begins"
                        + " with a letter or digit."));
  }

  static ProblemException invalid(String parameter, String rule) {
    return new ProblemException(HttpStatus.BAD_REQUEST, "invalid-parameter", rule)
        .with("parameter", parameter);
  }

  static ProblemException unknown(AccountId id) {
    return new ProblemException(
        HttpStatus.NOT_FOUND, "unknown-account", "There is no account " + id + ".");
  }
}
