package dev.ensemble.chaos.simulator;

import dev.ensemble.payment.application.PaymentProvider;
import dev.ensemble.payment.domain.DeclineReason;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whoever moves money outside of all databases. It repeats its answer to a key that it knows, and
 * has no other guard: paid back under two keys is paid back twice.
 */
final class Provider implements PaymentProvider {
  private final Database database;
  private final boolean isWithoutKey;
  private final Set<String> refused = new HashSet<>();

  Provider(Database database, Scenario scenario, Mutation mutation) {
    this.database = database;
    this.isWithoutKey = mutation == Mutation.REFUND_WITHOUT_KEY;
    for (Scenario.Purse purse : scenario.purses()) {
      if (purse.isRefused()) {
        refused.add("cus_" + purse.customer());
      }
    }
  }

  /** What became of an order's intent. */
  record Intent(long paidCents, long returnedCents, boolean isClosed) {
    private static final Intent NONE = new Intent(0, 0, false);
  }

  /** How much an intent is for. */
  private record Asked(String reference) {}

  /** What a worker holds of an order: the answer that it has heard and not recorded yet. */
  private record Held(int order) {}

  private record Answered(String key) {}

  /** In the place of an answer that is not held any more. */
  private enum Nothing {
    HELD
  }

  Intent intent(int order) {
    return database.find(reference(order)) instanceof Intent intent ? intent : Intent.NONE;
  }

  @Nullable ProviderAnswer held(int order) {
    return database.find(new Held(order)) instanceof ProviderAnswer answer ? answer : null;
  }

  /** Answers; the worker that has asked holds the answer then. */
  void askAndHold(int order, ProviderCall call) {
    database.transact(call, Crash.NONE, () -> database.put(new Held(order), ask(call)));
  }

  void letGo(int order) {
    database.transact(
        Action.FORGET, Crash.NONE, () -> database.put(new Held(order), Nothing.HELD));
  }

  @Override
  public ProviderAnswer ask(ProviderCall call) {
    return switch (call) {
      case ProviderCall.Open open -> open(open);
      case ProviderCall.Confirm confirm -> confirm(confirm);
      case ProviderCall.Close close -> close(close.reference());
      case ProviderCall.GiveBack giveBack -> giveBack(giveBack);
    };
  }

  private static String reference(int order) {
    return "pi_" + order;
  }

  private Intent intent(String reference) {
    return database.find(reference) instanceof Intent intent ? intent : Intent.NONE;
  }

  private ProviderAnswer open(ProviderCall.Open open) {
    String reference = reference(Naming.order(open.orderId()));
    database.put(new Asked(reference), open.amount().cents());
    return new ProviderAnswer.Opened(reference);
  }

  private ProviderAnswer confirm(ProviderCall.Confirm confirm) {
    Intent intent = intent(confirm.reference());
    if (intent.isClosed()) {
      return new ProviderAnswer.Closed();
    }
    if (refused.contains(confirm.payer().customer())) {
      database.put(confirm.reference(), new Intent(0, 0, true));
      return new ProviderAnswer.Refused(DeclineReason.DECLINED_BY_PROVIDER);
    }
    if (intent.paidCents() == 0
        && database.find(new Asked(confirm.reference())) instanceof Long cents) {
      database.put(confirm.reference(), new Intent(cents, 0, false));
    }
    return new ProviderAnswer.Succeeded();
  }

  private ProviderAnswer close(String reference) {
    Intent intent = intent(reference);
    if (intent.paidCents() > 0) {
      return new ProviderAnswer.Succeeded();
    }
    database.put(reference, new Intent(0, 0, true));
    return new ProviderAnswer.Closed();
  }

  private ProviderAnswer giveBack(ProviderCall.GiveBack giveBack) {
    Answered key = new Answered(giveBack.key());
    if (isWithoutKey || database.find(key) == null) {
      Intent intent = intent(giveBack.reference());
      database.put(
          giveBack.reference(),
          new Intent(
              intent.paidCents(),
              intent.returnedCents() + giveBack.amount().cents(),
              intent.isClosed()));
      database.put(key, true);
    }
    return new ProviderAnswer.GivenBack();
  }
}
