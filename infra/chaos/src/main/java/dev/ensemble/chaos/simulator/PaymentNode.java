package dev.ensemble.chaos.simulator;

import dev.ensemble.inventory.domain.ReservationFact;
import dev.ensemble.payment.PaymentSettings;
import dev.ensemble.payment.ProviderSettings;
import dev.ensemble.payment.application.Errands;
import dev.ensemble.payment.application.PaymentUseCases;
import dev.ensemble.payment.application.Payments;
import dev.ensemble.payment.domain.Demand;
import dev.ensemble.payment.domain.Money;
import dev.ensemble.payment.domain.Outcome;
import dev.ensemble.payment.domain.Payment;
import dev.ensemble.payment.domain.PaymentState;
import dev.ensemble.payment.domain.ProviderAnswer;
import dev.ensemble.payment.domain.ProviderCall;
import dev.ensemble.payment.domain.Till;
import dev.ensemble.payment.domain.Withdrawal;
import dev.ensemble.payment.domain.Withdrawn;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The payment service over a database in memory. */
final class PaymentNode implements Payments {
  private static final Duration LEASE = Duration.ofMinutes(1);

  private final Database database;
  private final Books books;
  private final PaymentUseCases useCases;

  /** The order that the running transaction is about, and how many ids it has made. */
  private int current;

  private int madeCount;

  PaymentNode(Database database, Scenario scenario) {
    this.database = database;
    this.books = new Books(database, scenario);
    this.useCases =
        PaymentUseCases.over(
            this,
            books,
            books,
            new ChosenErrand(),
            this::nextId,
            settings(scenario.till()),
            Moment.NOW,
            Moment.LATER);
  }

  private static PaymentSettings settings(Till till) {
    ProviderSettings.Stripe stripe =
        new ProviderSettings.Stripe("none", URI.create("https://api.stripe.com"), LEASE, LEASE);
    String kind = till == Till.PROVIDER ? "stripe" : "ledger";
    return new PaymentSettings(
        new PaymentSettings.ChargeDue(LEASE, 1),
        new PaymentSettings.Workers(false),
        new PaymentSettings.SagaSteps(null),
        new PaymentSettings.Stdio(java.nio.file.Path.of("unused")),
        new ProviderSettings(kind, LEASE, 1, stripe));
  }

  Books books() {
    return books;
  }

  /** The payment as it is committed; null where nothing was heard of the order. */
  @Nullable Payment payment(int order) {
    return (Payment) database.find(Slot.AGGREGATE, order);
  }

  /** What the provider is to be asked about the order. */
  Optional<ProviderCall> call(int order) {
    Payment payment = payment(order);
    return payment == null ? Optional.empty() : ProviderCall.next(payment, 0);
  }

  /** What the worker claims, as it begins to ask about the order. */
  ProviderCall claim(int order) {
    begin(order);
    Errands.Errand errand = useCases.claim(LEASE, 1).getFirst();
    return ProviderCall.next(errand.payment(), errand.generation()).orElseThrow();
  }

  void record(int order, ProviderAnswer answer) {
    database.transact(
        answer,
        Crash.NONE,
        () -> {
          begin(order);
          useCases.record(Naming.order(order), answer);
        });
  }

  boolean isPending(int order) {
    Payment payment = payment(order);
    return payment != null && payment.state() instanceof PaymentState.Pending;
  }

  void chargeDue(int order, Crash crash) {
    database.transact(
        Action.CHARGE_DUE,
        crash,
        () -> {
          begin(order);
          useCases.chargeDue().runOnce();
        });
  }

  void react(Row row) {
    begin(row.order());
    UUID order = Naming.order(row.order());
    switch ((ReservationFact) row.fact()) {
      case ReservationFact.StockReserved it ->
          useCases
              .charge()
              .charge(order, new Demand(it.customerId(), new Money(it.total().cents())), row.id());
      case ReservationFact.StockReleased it -> withdraw(row, Choreography.withdrawal(it.reason()));
      case ReservationFact.ShipmentFailed it -> withdraw(row, Withdrawal.SHIPMENT_FAILED);
      case ReservationFact.ShipmentCancelled it ->
          withdraw(row, Choreography.withdrawal(it.reason()));
      case ReservationFact.StockRejected it -> throw ignored(row);
      case ReservationFact.ShipmentCreated it -> throw ignored(row);
      case ReservationFact.ShipmentDispatched it -> throw ignored(row);
      case ReservationFact.CancellationRefused it -> throw ignored(row);
    }
  }

  private void withdraw(Row row, Withdrawal why) {
    useCases.refund().refund(Naming.order(row.order()), new Withdrawn(why, row.id()));
  }

  private static IllegalStateException ignored(Row row) {
    return new IllegalStateException("payment ignores " + row);
  }

  private void begin(int order) {
    current = order;
    madeCount = 0;
  }

  private UUID nextId() {
    Payment payment = payment(current);
    long version = payment == null ? 0 : payment.version();
    return Naming.made(Service.PAYMENT, current, version, madeCount++);
  }

  @Override
  public Optional<Payment> find(UUID orderId) {
    return Optional.ofNullable(payment(Naming.order(orderId)));
  }

  @Override
  public Optional<Payment> look(UUID orderId) {
    return find(orderId);
  }

  @Override
  public List<Payment> lock(Collection<UUID> orderIds) {
    return orderIds.stream().flatMap(id -> find(id).stream()).toList();
  }

  @Override
  public List<Payment> claimDue(Instant now, int countMax) {
    return isPending(current) ? find(Naming.order(current)).stream().toList() : List.of();
  }

  @Override
  public void save(Outcome.Changed changed) {
    Payment next = changed.payment();
    int order = Naming.order(next.orderId());
    database.put(Slot.AGGREGATE, order, next);
    changed.facts().forEach(fact -> database.tell(order, next.version(), fact));
  }

  /** Which payment the worker asks about is the schedule's to say. */
  private final class ChosenErrand implements Errands {
    @Override
    public List<Errand> claim(Instant now, Instant claimedUntil, int countMax) {
      return find(Naming.order(current)).map(payment -> new Errand(payment, 0, 0)).stream()
          .toList();
    }

    @Override
    public void postpone(
        Errand errand,
        Instant callAt,
        int generation,
        dev.ensemble.payment.application.ProviderTrouble trouble) {
      throw new UnsupportedOperationException("this provider always answers");
    }

    @Override
    public Waiting waiting() {
      throw new UnsupportedOperationException("nobody looks");
    }
  }
}
