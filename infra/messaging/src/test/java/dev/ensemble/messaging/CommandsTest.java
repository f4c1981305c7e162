package dev.ensemble.messaging;

import static dev.ensemble.messaging.Lot.event;
import static dev.ensemble.messaging.Lot.unheardOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.admin.MessagingCommands;
import dev.ensemble.testkit.TestKafka;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The commands of a service's jar, beside the service itself. */
class CommandsTest extends OverOneShop {
  private static final Pattern OPTION = Pattern.compile("--[a-z]+(-[a-z]+)*");
  private static final String[] WHY = {"--by=ada", "--reason=ticket 7"};

  /** How a command ended and what it printed. */
  private record Ended(int code, String out, String err) {}

  @Test
  void what_is_parked_is_a_table_without_anybodys_data() {
    lot.poison("jane", 1);
    lot.take(event("jane", 1), event("jane", 2), unheardOf("b\\u001b[31m", 3));

    Ended list = run("parked", "list");

    assertThat(list.code()).isZero();
    List<String> lines = list.out().lines().toList();
    assertThat(lines).hasSize(4);
    assertThat(lines.get(0)).startsWith("NUMBER  KIND").contains("TYPE", "EVENT ID", "PLACE");
    assertThat(lines.get(1))
        .contains("FAILED", Shop.COUNTED, "thing.events-0@1", "IllegalArgumentException");
    assertThat(list.out()).doesNotContain("jane");
    assertThat(run("parked", "list", "--payload=shown").out())
        .contains("jane", "b?[31m")
        .doesNotContain("\u001b");
    assertThat(run("parked", "list", "--limit=2").out())
        .contains("go on with --beyond=" + numberOf(2));
    assertThat(run("parked", "list", "--type=none").out()).startsWith("Nothing is parked");
  }

  @Test
  void groups_and_one_event_can_be_looked_at() {
    lot.poison("jane", 1);
    lot.take(event("jane", 1), event("jane", 2));
    String number = String.valueOf(numberOf(1));

    assertThat(run("parked", "group", "--by=kind").out().lines().skip(1))
        .satisfiesExactlyInAnyOrder(
            one -> assertThat(one).startsWith("1       failed").endsWith(number),
            one -> assertThat(one).startsWith("1       behind"));
    assertThat(run("parked", "show", number).out())
        .contains("\"orderId\" : \"<string of 4>\"", "header       ce_type: " + Shop.COUNTED)
        .doesNotContain("jane");
    assertThat(run("parked", "show", number, "--payload=shown").out())
        .contains("{\"orderId\":\"jane\",\"amount\":1}");
    Ended none = run("parked", "show", "0");
    assertThat(none.code()).isEqualTo(1);
    assertThat(none.out()).contains("No event of the number 0");
  }

  @Test
  void a_redrive_runs_the_services_own_reactions_and_changes_nothing_else() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2), event("b", 3));

    Ended dry = run("redrive", "--all", "--dry-run");
    assertThat(dry.code()).isZero();
    assertThat(dry.out()).contains("SELECTED", "Dry run, nothing was done: {SELECTED=2}");
    assertThat(lot.parked()).hasSize(2);

    Ended done = run("redrive", "--key=a", "--json");

    assertThat(done.code()).as(done.err()).isZero();
    JsonNode report = JsonMapper.builder().build().readTree(done.out());
    assertThat(report.path("outcomes").path("APPLIED").asInt()).isEqualTo(2);
    assertThat(lot.effects()).containsExactly("b 3", "a 1", "a 2");
    assertThat(shop.told()).containsExactly("b", "a", "a");
    assertThat(lot.audit()).containsExactly("ada applied 1", "ada applied 2");
    assertThat(lot.parked()).isEmpty();
  }

  @Test
  void a_failure_is_told_and_is_an_exit_code() {
    lot.poison("a", 1);
    lot.take(event("a", 1), event("a", 2));
    superuser("REVOKE INSERT ON shop.effects FROM \"%s\"");
    try {
      Ended failed = run("redrive", "--all");

      assertThat(failed.code()).isEqualTo(1);
      assertThat(failed.out()).contains("FAILED", "NOT_REACHED", "Done: {");
    } finally {
      superuser("GRANT INSERT ON shop.effects TO \"%s\"");
    }
    assertThat(lot.texts("SELECT attempts::text FROM messaging.parked_events ORDER BY number"))
        .containsExactly("2", "0");
  }

  @Test
  void what_still_cannot_be_read_is_said_in_our_own_words() {
    lot.take(unheardOf("a", 1));

    assertThat(run("redrive", "--all").out())
        .contains("FAILED", "its type is neither reacted to nor ignored by name");
    assertThat(run("redrive", "--all", "--payload=hidden").out()).doesNotContain("its type");
  }

  @Test
  void a_discard_wants_a_choice_and_a_reason() {
    lot.take(unheardOf("a", 1), unheardOf("b", 2));

    assertThat(run("discard", "--key=a").out()).contains("DISCARDED");
    assertThat(lot.parked()).containsExactly("unreadable b 2");

    Ended nothingChosen = run("discard");
    assertThat(nothingChosen.code()).isEqualTo(2);
    assertThat(nothingChosen.err()).contains("exactly one of all, number", "Usage:");
    assertThat(bare("discard", "--all").err()).contains("--reason");
    assertThat(lot.parked()).hasSize(1);
  }

  @Test
  void who_names_what_is_not_parked_is_told_by_the_exit_code_and_who_wants_all_may_find_nothing() {
    for (String named : List.of("--number=1", "--type=thing.coutned.v1", "--key=a")) {
      for (String action : List.of("redrive", "discard")) {
        Ended vain = run(action, named);
        assertThat(vain.code()).as("%s %s", action, named).isEqualTo(1);
        assertThat(vain.out()).contains("Nothing is parked that matches: nothing was done.");
      }
    }
    assertThat(run("redrive", "--all").code()).isZero();
  }

  @Test
  void the_status_tells_of_the_database_and_of_the_broker() {
    try (Desk desk = Desk.open(shop, 2)) {
      desk.send(0, "a", "b");
      InboxWorker worker = desk.worker();
      desk.until(() -> desk.committed(0) == 2, worker);
      desk.send(0, "c", "d", "e");
      Ended well =
          run(
              "inbox",
              "status",
              "--ensemble.messaging.kafka.bootstrap-servers=" + TestKafka.bootstrapServers(),
              "--shop.consumer=" + desk.consumer,
              "--shop.topic=" + desk.topic);

      assertThat(well.code()).isZero();
      assertThat(well.out())
          .contains("parked    0 of at most 10000 events", "1 members, 3 records behind");
    }
    lot.take(unheardOf("a", 1));
    Ended parked = run("inbox", "status");
    assertThat(parked.code()).isEqualTo(1);
    assertThat(parked.out())
        .contains("parked    1 of at most 10000 events, of 1 keys", "the broker does not say");
  }

  @Test
  void a_command_starts_no_loop_no_consumer_and_no_migration() {
    superuser("UPDATE messaging.flyway_schema_history SET checksum = 1 WHERE version = '1' --%s");

    Ended list = run("parked", "list", "--shop.runner=true");

    assertThat(list.code()).as(list.err()).isZero();
    assertThat(Shop.started).as("what begins by itself").isEmpty();
    superuser(
        "UPDATE messaging.flyway_schema_history SET checksum = NULL WHERE version = '1' --%s");
  }

  @Test
  void a_database_out_of_reach_is_said_in_a_line() {
    Ended away =
        run(
            "parked",
            "list",
            "--spring.datasource.url=jdbc:postgresql://127.0.0.1:1/nowhere",
            "--spring.datasource.hikari.connection-timeout=250");

    assertThat(away.code()).isEqualTo(3);
    assertThat(away.err()).contains("The database is out of reach: ");
    assertThat(away.out()).isEmpty();
  }

  /** Code 1 would say that there was an answer. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        // A service that only tells; a setting out of range; and one that is none at all.
        "--spring.autoconfigure.exclude=dev.ensemble.messaging.OperatorAutoConfiguration",
        "--ensemble.messaging.inbox.parked-events-max=0",
        "--ensemble.messaging.inbox.parked-events-max=many"
      })
  void what_cannot_be_wired_is_said_in_a_line_and_is_no_answer(String setting) {
    Ended broken = run("parked", "list", setting);

    assertThat(broken.code()).isEqualTo(3);
    assertThat(broken.err()).startsWith("The application cannot be started: ").hasLineCount(1);
    assertThat(broken.out()).isEmpty();
  }

  @Test
  void an_unknown_command_is_an_error_with_the_usage() {
    Ended unknown = bare("parkd");

    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("parkd", "Usage:", "redrive");
    assertThat(bare("parked").err()).contains("Say which: ", "Usage:");
    assertThat(bare("--help").out()).contains("Without a command it serves", "Exit codes");
    assertThat(bare("help", "redrive").out())
        .contains("--even-forgotten", "The key of the one with this number");
    assertThat(bare("help", "discard").out()).contains("  The one with this number");
    for (String schema :
        List.of("spring.flyway.enabled", "spring.jpa.defer-datasource-initialization")) {
      assertThat(run("parked", "list", "--" + schema + "=true").err())
          .contains("a command needs " + schema + "=false");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "--server.port=1", "--debug", "--trace --a.b=c", "--", "--bypass=x"})
  void without_a_command_the_service_serves(String arguments) {
    assertThat(MessagingCommands.areMeantBy(split(arguments))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "parked",
        "--a.b=c inbox status",
        "--help",
        "-h",
        "nonsense",
        "--unknown parked",
        "--debug parked list",
        "--by ada",
        "--all"
      })
  void any_other_argument_is_a_command(String arguments) {
    assertThat(MessagingCommands.areMeantBy(split(arguments))).isTrue();
  }

  /** Served, it would migrate the schema and join the group, where somebody wanted to look. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redrive",
        "discard",
        "park",
        "parked list",
        "parked group",
        "parked show",
        "inbox status"
      })
  void an_option_that_comes_first_never_starts_the_service(String command) {
    List<String> help = new ArrayList<>(List.of(split(command)));
    help.add("--help");
    List<String> options =
        OPTION
            .matcher(bare(help.toArray(String[]::new)).out())
            .results()
            .map(MatchResult::group)
            .distinct()
            .toList();

    assertThat(options).contains("--json", "--payload", "--help");
    for (String option : options) {
      for (String written : List.of(option, option + "=x", "--a.b=c " + option)) {
        assertThat(MessagingCommands.areMeantBy(split(written))).as(written).isTrue();
      }
    }
    Ended first = bare((options.getFirst() + "=x " + command).split(" ", -1));
    assertThat(first.code()).isEqualTo(2);
    assertThat(first.err()).contains("Usage:");
  }

  private static String[] split(String arguments) {
    return arguments.isEmpty() ? new String[0] : arguments.split(" ", -1);
  }

  private static long numberOf(int offset) {
    return Long.parseLong(
        lot.texts(
                "SELECT number::text FROM messaging.parked_events WHERE record_offset = " + offset)
            .getFirst());
  }

  private static void superuser(String sql) {
    shop.superuser().sql(sql.formatted(shop.database.appUser())).update();
  }

  private static Ended run(String... command) {
    List<String> all = new ArrayList<>(List.of(command));
    if (command[0].equals("redrive") || command[0].equals("discard")) {
      all.addAll(List.of(WHY));
    }
    for (Map.Entry<String, Object> one : Shop.settings(shop.database).entrySet()) {
      String setting = "--" + one.getKey() + "=";
      if (all.stream().noneMatch(said -> said.startsWith(setting))) {
        all.add(setting + one.getValue());
      }
    }
    return bare(all.toArray(String[]::new));
  }

  private static Ended bare(String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        MessagingCommands.run(
            Shop.Application.class, new PrintWriter(out), new PrintWriter(err), arguments);
    return new Ended(code, out.toString(), err.toString());
  }
}
