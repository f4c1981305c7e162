package dev.ensemble.chaos.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.stack.Program;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The checker is checked: over true schemas, with rows as the services write them, each small wrong
 * is noticed by the invariant that it violates, and by no other.
 */
@TestMethodOrder(OrderAnnotation.class)
class CheckerTest {
  private static final Path HOUSE = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir static Path folder;

  private static TrueSystem system;
  private static TopicLog log;

  @BeforeAll
  static void playOneOrderOfEachEnding() throws Exception {
    system = new TrueSystem(HOUSE, folder.resolve("system"));
    try (History history = History.in(folder)) {
      history.note(Happening.RUN, Map.of("delivery", "transactional"));
      history.note(Happening.START, Map.of("process", "p"));
      history.note(Happening.READY, Map.of("process", "p"));
      history.note(Happening.INJECT, Map.of("fault", 1, "kind", "kill-service", "words", "kill"));
      history.note(Happening.HEAL, Map.of("fault", 1, "kind", "kill-service"));
      system.fill(history);
      history.note(Happening.HEALED, Map.of());
      history.note(Happening.OFFSETS, TrueClaims.offsets("order", "payment", "inventory"));
      history.note(Happening.SLOT, TrueClaims.look());
      history.note(Happening.END, Map.of());
    }
    log = TopicLog.read(system.evidence(), Set.of(RepeatInvariants.ON_PURPOSE));
  }

  @AfterAll
  static void stop() {
    if (log != null) {
      log.close();
    }
    system.close();
  }

  @Test
  @Order(1)
  void what_is_whole_is_found_to_hold() {
    assertThat(Checker.findings(folder, system.evidence(), log)).allMatch(Finding::holds);
  }

  static Stream<Damage> damages() {
    return Damage.all().stream();
  }

  @ParameterizedTest
  @MethodSource("damages")
  @Order(1)
  void a_wrong_in_a_database_is_noticed_by_what_it_violates_and_by_nothing_else(Damage damage)
      throws Exception {
    Evidence evidence = system.damaged(damage.database(), damage.sql());

    assertOnly(damage.invariants(), Checker.findings(folder, evidence, log));
  }

  static Stream<FalseHistory> histories() {
    return FalseHistory.all().stream();
  }

  @ParameterizedTest
  @MethodSource("histories")
  @Order(1)
  void a_wrong_in_the_history_is_noticed_by_what_it_violates_and_by_nothing_else(
      FalseHistory wrong, @TempDir Path elsewhere) throws Exception {
    write(elsewhere, wrong::change);

    assertOnly(wrong.invariants(), Checker.findings(elsewhere, system.evidence(), log));
  }

  private static void write(Path elsewhere, UnaryOperator<List<String>> change) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(folder.resolve(History.FILE)));
    Files.write(elsewhere.resolve(History.FILE), change.apply(lines));
  }

  private static void assertOnly(List<String> invariants, List<Finding> findings) {
    List<Finding> violated = findings.stream().filter(finding -> !finding.holds()).toList();
    assertThat(violated)
        .allSatisfy(
            finding ->
                assertThat(invariants)
                    .as("%s", finding)
                    .anyMatch(start -> finding.invariant().startsWith(start)))
        .hasSize(invariants.size())
        .allSatisfy(finding -> assertThat(finding.offenders()).isNotEmpty());
  }

  @Test
  @Order(1)
  void every_invariant_of_this_module_has_its_wrong() {
    List<String> named =
        Stream.concat(
                Damage.all().stream().flatMap(damage -> damage.invariants().stream()),
                FalseHistory.all().stream().flatMap(wrong -> wrong.invariants().stream()))
            .toList();
    List<String> elsewhere =
        new dev.ensemble.local.invariants.Invariants(system.evidence())
            .check(log).stream().map(Finding::invariant).toList();

    assertThat(Checker.findings(folder, system.evidence(), log))
        .extracting(Finding::invariant)
        .filteredOn(invariant -> !elsewhere.contains(invariant))
        .filteredOn(invariant -> !invariant.startsWith("in transactional delivery"))
        .allMatch(invariant -> named.stream().anyMatch(invariant::startsWith));
  }

  @Test
  @Order(1)
  void what_took_too_long_counts_from_the_moment_at_which_the_last_fault_was_taken_away() {
    Recovery late = new Recovery(Duration.ZERO);
    late.accept(HistoryTest.line(Happening.HEALED, 1));
    Recovery before = new Recovery(Duration.ZERO);
    before.accept(HistoryTest.line(Happening.REVERSED, Long.MAX_VALUE));
    before.accept(HistoryTest.line(Happening.HEALED, 1));

    try (Database orders = Database.open(system.evidence().orders(), system.evidence())) {
      assertThat(late.check(orders).offenders()).hasSize(6);
      assertThat(before.check(orders)).matches(Finding::holds);
    }
  }

  @Test
  @Order(1)
  void a_violation_is_told_as_the_story_of_one_order_with_the_command_that_holds_the_run_again()
      throws Exception {
    Evidence evidence =
        system.damaged(
            Program.ORDER,
            "UPDATE orders.orders SET version = version + 1 WHERE end_reason = 'CUSTOMER'");

    List<String> story = Checker.judge(folder, evidence, List.of()).story();

    assertThat(story).first().asString().startsWith("an order's version counts what it knows: ");
    assertThat(String.join("\n", story))
        .contains("\"key\":\"forestalled\"", "tells order.placed.v1", "on order.events-")
        .containsSubsequence(
            "version 1, PLACED", "CANCELLING because", "CANCELLED because of stock.released.v1");
    assertThat(story).last().asString().startsWith("To hold it again: ./infra/chaos/run --seed ");
  }

  /** What is on a topic stays there, so these come last. */
  @Test
  @Order(2)
  void what_is_published_again_is_a_repeat_unless_it_says_so_or_a_slot_was_dropped(
      @TempDir Path elsewhere) throws Exception {
    String one = "SELECT * FROM messaging.outbox WHERE type = 'order.placed.v1' LIMIT 1";
    system.publish(one, Program.ORDER, Map.of(RepeatInvariants.ON_PURPOSE, "1"));
    assertThat(repeats(folder)).matches(Finding::holds);

    system.publish(one, Program.ORDER, Map.of());
    assertThat(repeats(folder).offenders()).hasSize(1);

    write(
        elsewhere,
        lines -> FalseHistory.with(lines, Happening.INJECT, Map.of("kind", "drop-slot", "at", 1)));
    assertThat(repeats(elsewhere)).matches(Finding::holds);
    write(
        elsewhere,
        lines -> FalseHistory.with(lines, Happening.RUN, Map.of("delivery", "at-least-once")));
    assertThat(repeats(elsewhere)).matches(Finding::holds);
  }

  private static Finding repeats(Path history) {
    try (TopicLog now = TopicLog.read(system.evidence(), Set.of(RepeatInvariants.ON_PURPOSE))) {
      return Checker.findings(history, system.evidence(), now).stream()
          .filter(finding -> finding.invariant().startsWith("in transactional delivery"))
          .findFirst()
          .orElseThrow();
    }
  }

  @Test
  @Order(3)
  void a_record_without_a_row_is_noticed_by_who_reads_what_is_not_committed() throws Exception {
    Evidence evidence =
        system.damaged(
            Program.ORDER, "DELETE FROM messaging.outbox WHERE type = 'price.changed.v1'");
    try (Database whole = Database.open(system.evidence().orders(), evidence);
        Database orders = Database.open(evidence.orders(), evidence);
        Database payments = Database.open(evidence.payments(), evidence);
        Database inventory = Database.open(evidence.inventory(), evidence)) {
      String brokers = evidence.bootstrapServers();
      List<Database> others = List.of(payments, inventory);
      assertThat(phantoms(brokers, whole, others)).matches(Finding::holds);
      assertThat(phantoms(brokers, orders, others).offenders()).hasSize(11);
    }
  }

  private static Finding phantoms(String brokers, Database orders, List<Database> others) {
    List<Database> all = new ArrayList<>(others);
    all.add(orders);
    return PhantomInvariants.check(brokers, all, Set.of());
  }
}
