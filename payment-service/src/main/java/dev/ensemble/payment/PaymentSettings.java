package dev.ensemble.payment;

import dev.ensemble.payment.application.DepositMoney;
import dev.ensemble.payment.domain.Money;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's settings; a name that is none of these stops the start.
 *
 * @param chargeDue the worker that decides pending charges whose time has come
 * @param workers what all workers have in common
 * @param sagaSteps what is done at a saga's command
 * @param stdio the process that is driven over standard input
 * @param provider who charges the orders
 */
@ConfigurationProperties(prefix = "payment", ignoreUnknownFields = false)
public record PaymentSettings(
    @DefaultValue ChargeDue chargeDue,
    @DefaultValue Workers workers,
    @DefaultValue SagaSteps sagaSteps,
    @DefaultValue Stdio stdio,
    @DefaultValue ProviderSettings provider) {

  /**
   * How the charge-due worker goes about it.
   *
   * @param pace the pause after a pass that found nothing due
   * @param batchSizeMax the most payments that one pass, and so one transaction, takes
   */
  public record ChargeDue(
      @DefaultValue("500ms") Duration pace, @DefaultValue("100") int batchSizeMax) {
    public ChargeDue {
      if (!pace.isPositive()) {
        throw new IllegalArgumentException("payment.charge-due.pace must be above zero: " + pace);
      }
      if (batchSizeMax < 1 || batchSizeMax > 1000) {
        throw new IllegalArgumentException(
            "payment.charge-due.batch-size-max must be 1 to 1000: " + batchSizeMax);
      }
    }
  }

  /**
   * What all workers have in common.
   *
   * @param autoStart whether they run by themselves; tests step them instead
   */
  public record Workers(@DefaultValue("true") boolean autoStart) {}

  /**
   * What is done at a saga's command.
   *
   * @param openingBalance in euros: what the account of a user whom nobody has seen before is
   *     opened with. Not set: such a user is declined
   */
  public record SagaSteps(@Nullable BigDecimal openingBalance) {
    public SagaSteps {
      if (openingBalance != null) {
        DepositMoney.Command.requireAmount(Money.of(openingBalance));
      }
    }

    /** The deposit with which an account is opened. */
    public Optional<Money> opening() {
      return Optional.ofNullable(openingBalance).map(Money::of);
    }
  }

  /**
   * The process that is driven over standard input.
   *
   * @param data the folder of the database that it brings along
   */
  public record Stdio(@DefaultValue(".payment-stdio") Path data) {}
}
