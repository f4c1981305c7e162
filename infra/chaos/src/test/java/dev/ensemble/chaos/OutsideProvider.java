package dev.ensemble.chaos;

import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Program;
import dev.ensemble.testkit.stripe.FakeIntents.Movement;
import dev.ensemble.testkit.stripe.FakeStripe;
import dev.ensemble.testkit.stripe.Faults.Fault;
import dev.ensemble.testkit.stripe.Faults.Gate;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * A payment provider that tells one refund from another by its key and by nothing else. One request
 * for a refund stays under way until it was asked for once more and that was done.
 */
final class OutsideProvider implements Surroundings {
  static final String BOOKS_AGREE = "what the provider has moved is what the ledger says";

  /** A claim of what is asked lasts 10 s with these settings, and then it is asked again. */
  private static final Duration ASKED_AGAIN_WITHIN = Duration.ofSeconds(40);

  private static final Duration LOOK_EVERY = Duration.ofMillis(50);

  private final FakeStripe stripe = new FakeStripe();
  private @Nullable Thread gatekeeper;

  OutsideProvider() {
    stripe.intents().refundsByKeyAlone();
  }

  @Override
  public Map<String, String> settings(Program program) {
    return program == Program.PAYMENT
        ? Map.of(
            "PAYMENT_PROVIDER_KIND", "stripe",
            "PAYMENT_PROVIDER_STRIPE_APIKEY", FakeStripe.API_KEY,
            "PAYMENT_PROVIDER_STRIPE_APIBASE", stripe.base(),
            "PAYMENT_PROVIDER_STRIPE_CONNECTTIMEOUT", "200ms",
            "PAYMENT_PROVIDER_STRIPE_READTIMEOUT", "1s")
        : Map.of();
  }

  /** Every customer has a card there that is good. */
  @Override
  public void prepare(SystemUnderTest system, Iterable<String> customers)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (String customer : customers) {
        String body =
            """
            {"provider": {"customer": "cus_%s", "paymentMethod": "pm_good"}}"""
                .formatted(customer);
        URI account = URI.create(system.url(Program.PAYMENT, 1) + "/accounts/" + customer);
        HttpResponse<String> answer =
            client.send(
                HttpRequest.newBuilder(account)
                    .header("Content-Type", "application/json")
                    .PUT(BodyPublishers.ofString(body))
                    .build(),
                BodyHandlers.ofString());
        if (answer.statusCode() != 200) {
          throw new IOException(answer.statusCode() + " " + answer.body());
        }
      }
    }
  }

  @Override
  public void disturb() {
    Gate gate = new Gate();
    long before = stripe.intents().refundsMade();
    stripe.faults().plan("refund", Fault.heldBeforeActing(gate));
    gatekeeper =
        Thread.ofVirtual()
            .start(
                () -> {
                  gate.awaitReached();
                  Awaitility.await()
                      .atMost(ASKED_AGAIN_WITHIN)
                      .pollInterval(LOOK_EVERY)
                      .until(() -> stripe.intents().refundsMade() > before);
                  gate.open();
                });
  }

  @Override
  public List<Finding> look(Evidence evidence) throws InterruptedException {
    Thread waiting = gatekeeper;
    if (waiting != null) {
      waiting.join(ASKED_AGAIN_WITHIN);
    }
    List<Movement> moved = new ArrayList<>(stripe.intents().movements());
    List<String> offenders = new ArrayList<>();
    try (Database payments = Database.open(evidence.payments(), evidence)) {
      payments.each(
          """
          SELECT t.order_id::text, e.amount_cents
          FROM payments.entries e JOIN payments.transfers t USING (transfer_id)
          WHERE e.ledger_account = 'house:provider'
          """,
          row -> {
            Movement posted = new Movement(row.getString(1), row.getLong(2));
            if (!moved.remove(posted)) {
              offenders.add("%s: only the ledger has %s".formatted(posted.orderId(), posted));
            }
          });
    }
    moved.forEach(
        left -> offenders.add("%s: only the provider has %s".formatted(left.orderId(), left)));
    int figures = stripe.intents().movements().size();
    return List.of(
        new Finding(BOOKS_AGREE, offenders.isEmpty(), figures + " movements", offenders));
  }

  @Override
  public void close() {
    stripe.close();
  }
}
