package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Stack;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * The checks are checked: each small wrong is noticed by the invariant that it violates. Last of
 * all tests, because it takes the databases' own constraints away, which would refuse most of the
 * wrongs.
 */
@Order(Integer.MAX_VALUE)
@ExtendWith(LiveSystem.class)
class CheckerIT {

  @Test
  void every_invariant_notices_what_violates_it_and_nothing_else(LiveSystem.Running system)
      throws Exception {
    system.play(9, 16, outcome -> {});
    system.requireEveryInvariant();
    for (Program service : List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)) {
      dropConstraints(system.session().stack(), service);
    }

    for (Corruption corruption : Corruption.all()) {
      try (Wrong wrong = new Wrong(system.session().stack(), corruption)) {
        assertThat(wrong).isNotNull();
        assertThat(violated(system.check()))
            .as(corruption.toString())
            .anyMatch(invariant -> invariant.startsWith(corruption.invariant()));
      }
    }

    assertThat(violated(system.check())).as("after all repairs").isEmpty();
    Set<String> named =
        Corruption.all().stream().map(Corruption::invariant).collect(Collectors.toSet());
    assertThat(system.check())
        .as("each invariant has its wrong")
        .allMatch(finding -> named.stream().anyMatch(finding.invariant()::startsWith));
  }

  @Test
  void an_open_order_is_no_quiet(LiveSystem.Running system) throws Exception {
    dropConstraints(system.session().stack(), Program.ORDER);
    Corruption open = Corruption.all().getFirst();

    try (Wrong wrong = new Wrong(system.session().stack(), open)) {
      assertThat(wrong).isNotNull();
      Finding quiet = system.awaitQuiet(Duration.ofSeconds(1));
      assertThat(quiet.holds()).isFalse();
      assertThat(quiet.offenders()).containsExactly("1 orders open");
    }
  }

  private static List<String> violated(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> !finding.holds())
        .peek(finding -> assertThat(finding.offenders()).isNotEmpty())
        .map(Finding::invariant)
        .toList();
  }

  private static void dropConstraints(Stack stack, Program service) throws SQLException {
    try (Connection connection = Wrong.connectAsSuperuser(stack, service);
        Statement sql = connection.createStatement()) {
      sql.execute(
          """
          DO $$
          DECLARE one record;
          BEGIN
            FOR one IN SELECT conrelid::regclass AS relation, conname
                       FROM pg_constraint
                       WHERE contype = 'c' AND coninhcount = 0
                         AND connamespace::regnamespace::text
                             IN ('orders', 'payments', 'inventory', 'messaging')
            LOOP
              EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.relation, one.conname);
            END LOOP;
          END
          $$
          """);
    }
  }
}
