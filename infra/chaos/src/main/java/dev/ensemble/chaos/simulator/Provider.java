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
  private static final String PREFIX = "pi_";

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
  record Intent(long cents, long paidCents, long returnedCents, boolean isClosed) {
    private static final Intent NONE = new Intent(0, 0, 0, false);

    private Intent paid() {
      return new Intent(cents, cents, returnedCents, isClosed);
    }

    private Intent returned(long more) {
      return new Intent(cents, paidCents, returnedCents + more, isClosed);
    }

    private Intent closed() {
      return new Intent(cents, paidCents, returnedCents, true);
    }
  }

  /** In the place of an answer that is not held any more. */
  private enum Nothing {
    HELD
  }

  Intent intent(int order) {
    return database.find(Slot.INTENT, order) instanceof Intent intent ? intent : Intent.NONE;
  }

  @Nullable ProviderAnswer held(int order) {
    return database.find(Slot.HELD, order) instanceof ProviderAnswer answer ? answer : null;
  }

  /** Answers; the worker that has asked holds the answer then. */
  void askAndHold(int order, ProviderCall call) {
    database.transact(call, Crash.NONE, () -> database.put(Slot.HELD, order, ask(call)));
  }

  void letGo(int order) {
    database.transact(
        Action.FORGET, Crash.NONE, () -> database.put(Slot.HELD, order, Nothing.HELD));
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
    return PREFIX + order;
  }

  private static int order(String reference) {
    return Integer.parseInt(reference.substring(PREFIX.length()));
  }

  private ProviderAnswer open(ProviderCall.Open open) {
    int order = Naming.order(open.orderId());
    if (database.find(Slot.INTENT, order) == null) {
      put(order, new Intent(open.amount().cents(), 0, 0, false));
    }
    return new ProviderAnswer.Opened(reference(order));
  }

  private void put(int order, Intent intent) {
    database.put(Slot.INTENT, order, intent);
  }

  private ProviderAnswer confirm(ProviderCall.Confirm confirm) {
    int order = order(confirm.reference());
    Intent intent = intent(order);
    if (intent.isClosed()) {
      return new ProviderAnswer.Closed();
    }
    if (refused.contains(confirm.payer().customer())) {
      put(order, intent.closed());
      return new ProviderAnswer.Refused(DeclineReason.DECLINED_BY_PROVIDER);
    }
    put(order, intent.paid());
    return new ProviderAnswer.Succeeded();
  }

  private ProviderAnswer close(String reference) {
    int order = order(reference);
    Intent intent = intent(order);
    if (intent.paidCents() > 0) {
      return new ProviderAnswer.Succeeded();
    }
    put(order, intent.closed());
    return new ProviderAnswer.Closed();
  }

  private ProviderAnswer giveBack(ProviderCall.GiveBack giveBack) {
    int order = order(giveBack.reference());
    if (isWithoutKey || !giveBack.key().equals(database.find(Slot.RETURN_KEY, order))) {
      put(order, intent(order).returned(giveBack.amount().cents()));
      database.put(Slot.RETURN_KEY, order, giveBack.key());
    }
    return new ProviderAnswer.GivenBack();
  }
}
