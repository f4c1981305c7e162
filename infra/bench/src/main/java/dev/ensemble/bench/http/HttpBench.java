package dev.ensemble.bench.http;

import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Refusal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Measures both in alternation, and counts in the database what it believes to have ordered. */
final class HttpBench {
  private static final String ORDER =
      "{\"customerId\": \"alice\", \"lines\": [{\"sku\": \"%s\", \"quantity\": 2}]}"
          .formatted(OrderSystem.SKU);

  /** By then the figures had stopped climbing from round to round. */
  private static final Duration WARM = Duration.ofSeconds(60);

  private final OrderSystem system;
  private final Plan plan;
  private final Narrator narrator;

  HttpBench(OrderSystem system, Plan plan, Narrator narrator) {
    this.system = system;
    this.plan = plan;
    this.narrator = narrator;
  }

  /**
   * Runs the whole plan, telling each round as it ends.
   *
   * @throws Refusal where the database does not hold exactly what was acknowledged, as it was
   *     placed
   */
  Report run() throws InterruptedException {
    Report.head(plan).forEach(narrator::say);
    List<Round> rounds = new ArrayList<>();
    try (Load load = new Load(system.url(), ORDER, plan.clients())) {
      if (plan.warmUp().isPositive()) {
        measure(load, new Plan(1, plan.warmUp(), plan.warmUp(), plan.clients()), 0);
        narrator.say(Report.line("warm-up", "not counted"));
      }
      for (int number = 1; number <= plan.rounds(); number++) {
        Round round = measure(load, plan, number);
        rounds.add(round);
        narrator.say(Report.line(number, round));
      }
    }
    Report report = new Report(rounds);
    report.lines().forEach(narrator::say);
    if (plan.warmUp().compareTo(WARM) < 0) {
      narrator.say("  The JVM was not warm: the key looks cheaper than it is.");
    }
    return report;
  }

  /** Who is second finds larger tables and a warmer cache, so they take turns in being it. */
  private Round measure(Load load, Plan plan, int number) throws InterruptedException {
    if (number % 2 == 0) {
      Measured with = measure(load, plan, Contender.WITH_KEY);
      return new Round(measure(load, plan, Contender.WITHOUT_KEY), with);
    }
    Measured without = measure(load, plan, Contender.WITHOUT_KEY);
    return new Round(without, measure(load, plan, Contender.WITH_KEY));
  }

  private Measured measure(Load load, Plan plan, Contender contender) throws InterruptedException {
    long orders = system.orders();
    long answers = system.storedAnswers();
    Measured measured = load.run(contender, plan.each(), system);
    long remembered = contender == Contender.WITH_KEY ? measured.orders() : 0;
    requireGrowth("orders", system.orders() - orders, measured.orders());
    requireGrowth("stored answers", system.storedAnswers() - answers, remembered);
    requireUntouched(system.changedOrders());
    return measured;
  }

  /** Work on the orders of one measurement would be counted in the next. */
  private static void requireUntouched(long changed) {
    if (changed > 0) {
      throw new Refusal(
          changed + " orders were changed meanwhile: it is not the calls alone that was measured");
    }
  }

  private static void requireGrowth(String what, long seen, long expected) {
    if (seen != expected) {
      throw new Refusal(
          "%d %s were acknowledged, and %d are in the database".formatted(expected, what, seen));
    }
  }
}
