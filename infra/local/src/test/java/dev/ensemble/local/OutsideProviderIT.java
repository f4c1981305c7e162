package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.players.Kind;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.local.stack.Variant;
import dev.ensemble.testkit.stripe.FakeIntents.Movement;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/**
 * Payment charges at a provider that is outside of the system and outlives it. First of all tests,
 * so that its system does not run beside that of the others.
 */
@Order(0)
class OutsideProviderIT {
  private static final int ORDERS = 12;

  /** A provider's charge is never pending as a slow bank's is, and no deadline is waited for. */
  private static final Set<Kind> KINDS =
      EnumSet.complementOf(EnumSet.of(Kind.CANCELLED_BEFORE_CHARGE, Kind.DEADLINE));

  private static final long EXIT_SECONDS_MAX = 30;

  @Test
  void every_order_ends_and_two_books_agree_when_payment_is_killed_before_it_hears_the_answer()
      throws Exception {
    try (FakeStripe stripe = new FakeStripe();
        LiveSystem.Running system = LiveSystem.start("system-provider", over(stripe))) {
      playAndKill(system, stripe, 1, "confirm");
      playAndKill(system, stripe, 2, "refund");

      system.requireEveryInvariant();
      List<Movement> ofLedger = movementsOfLedger(system);
      assertThat(stripe.intents().movements()).containsExactlyInAnyOrderElementsOf(ofLedger);
      assertThat(ofLedger).doesNotHaveDuplicates();
      assertThat(ofLedger).anyMatch(movement -> movement.cents() < 0);
    }
  }

  private static Map<Program, Variant> over(FakeStripe stripe) {
    return Map.of(
        Program.PAYMENT,
        with(
            Map.of(
                "PAYMENT_PROVIDER_KIND", "stripe",
                "PAYMENT_PROVIDER_STRIPE_APIKEY", FakeStripe.API_KEY,
                "PAYMENT_PROVIDER_STRIPE_APIBASE", stripe.base(),
                // Short, so that the claims of the killed run out soon.
                "PAYMENT_PROVIDER_STRIPE_CONNECTTIMEOUT", "200ms",
                "PAYMENT_PROVIDER_STRIPE_READTIMEOUT", "1s")),
        // Longer than a claim and a start: the held order shall go its way and not be withdrawn.
        Program.ORDER,
        with(Map.of("ORDER_DEADLINE", "PT2M")));
  }

  private static Variant with(Map<String, String> settings) {
    return new Variant(List.of(), settings, List.of());
  }

  /**
   * Plays orders, and kills payment when the provider has carried out the third such call and holds
   * its answer back.
   */
  private static void playAndKill(
      LiveSystem.Running system, FakeStripe stripe, long seed, String call) throws Exception {
    List<Plan> plans =
        Plan.from(seed).filter(plan -> KINDS.contains(plan.kind())).limit(ORDERS).toList();
    nameAtProvider(system, plans);
    Supervised payment = system.session().stack().process(Program.PAYMENT);
    int startsBefore = payment.starts();
    Gate gate = new Gate();
    stripe.faults().plan(call, Fault.NONE, Fault.NONE, Fault.heldAfterActing(gate));
    CompletableFuture<Void> killed = CompletableFuture.runAsync(() -> killAt(gate, payment.pid()));

    Tally tally = system.play(plans.stream(), outcome -> {});

    killed.get(EXIT_SECONDS_MAX, TimeUnit.SECONDS);
    assertThat(payment.starts()).isEqualTo(startsBefore + 1);
    assertThat(tally.notEnded()).isZero();
    assertThat(KINDS).allSatisfy(kind -> assertThat(tally.seen(kind)).isPositive());
    List<String> keys = stripe.faults().keysOf(call);
    int orders = new HashSet<>(keys).size();
    // A refund that was made is seen among its intent's, and not asked for again.
    if (!call.equals("refund")) {
      assertThat(keys).as("asked again with its key").hasSizeGreaterThan(orders);
    }
  }

  /** SIGKILL, and its end, before the answer is let go. */
  private static void killAt(Gate gate, long pid) {
    gate.awaitReached();
    ProcessHandle process = ProcessHandle.of(pid).orElseThrow();
    assertThat(process.destroyForcibly()).isTrue();
    process.onExit().orTimeout(EXIT_SECONDS_MAX, TimeUnit.SECONDS).join();
    gate.open();
  }

  /** Customers and their cards at the provider; one card is refused. */
  private static void nameAtProvider(LiveSystem.Running system, List<Plan> plans) throws Exception {
    Map<String, String> methods =
        plans.stream()
            .collect(
                Collectors.toMap(
                    Plan::customer,
                    plan ->
                        plan.kind() == Kind.PAYMENT_DECLINED
                            ? "pm_declined_insufficient_funds"
                            : "pm_good",
                    (one, same) -> one));
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (Map.Entry<String, String> customer : methods.entrySet()) {
        String body =
            """
            {"provider": {"customer": "cus_%s", "paymentMethod": "%s"}}"""
                .formatted(customer.getKey(), customer.getValue());
        URI account =
            URI.create(
                system.session().stack().url(Program.PAYMENT) + "/accounts/" + customer.getKey());
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(account)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
      }
    }
  }

  /** What the ledger says that the provider holds, and no longer holds, of each order. */
  private static List<Movement> movementsOfLedger(LiveSystem.Running system) throws SQLException {
    List<Movement> movements = new ArrayList<>();
    try (Connection connection =
            Wrong.connectAsSuperuser(system.session().stack(), Program.PAYMENT);
        Statement sql = connection.createStatement();
        ResultSet rows =
            sql.executeQuery(
                """
                SELECT t.order_id, e.amount_cents
                FROM payments.entries e
                JOIN payments.transfers t USING (transfer_id)
                WHERE e.ledger_account = 'house:provider'
                """)) {
      while (rows.next()) {
        movements.add(new Movement(rows.getString(1), rows.getLong(2)));
      }
    }
    return movements;
  }
}
