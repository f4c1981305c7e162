package dev.ensemble.relay;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The jar's subcommands, against a relay that runs, and against none. */
class RelayCommandTest {
  private static final String TOKEN = "0123456789-0123456789-0123456789";
  private static OutboxDatabase orders;
  private static OutboxDatabase payments;
  private static RunningRelay relay;
  @TempDir private static Path folder;

  /** How a command ended and what it printed. */
  @BeforeAll
  static void start() throws IOException {
    orders = OutboxDatabase.create();
    payments = OutboxDatabase.create();
    Files.writeString(folder.resolve("token"), TOKEN);
    Files.writeString(folder.resolve("wrong"), TOKEN + "9");
    relay =
        RunningRelay.start(
                Map.of("orders", orders, "payments", payments),
                Map.of(
                    "relay.admin.token", TOKEN, "relay.kafka.properties.max.request.size", "8000"))
            .awaitStreaming("orders")
            .awaitStreaming("payments");
  }

  @AfterAll
  static void stop() {
    relay.close();
    orders.dropSlot();
    payments.dropSlot();
  }

  @Test
  void status_is_a_table_with_a_line_for_each_source() {
    CommandRun status = run("status");

    assertThat(status.exitCode()).isZero();
    List<String> lines = status.out().lines().toList();
    assertThat(lines.get(0)).startsWith("SOURCE    PHASE      LEADS  UNSENT");
    assertThat(lines.get(1)).startsWith("orders    STREAMING  yes    0.");
    assertThat(lines.get(2)).startsWith("payments  STREAMING  yes    0.");
    // PostgreSQL's default, of which the doctor warns.
    assertThat(lines.get(3)).startsWith("orders: unlimited-wal: ");
  }

  @Test
  void status_as_json_is_what_the_relay_answers() {
    JsonNode all = JsonMapper.builder().build().readTree(run("status", "--json").out());
    JsonNode one =
        JsonMapper.builder().build().readTree(run("status", "--json", "--source=orders").out());

    assertThat(all.path("sources")).hasSize(2);
    assertThat(one.path("source").asString()).isEqualTo("orders");
  }

  @Test
  void a_pause_holds_until_the_resume() {
    assertThat(run("pause", "--source", "orders").out())
        .startsWith("orders: it takes no further row");
    CommandRun status = run("status");
    assertThat(status.out())
        .contains("orders    STREAMING, paused")
        .contains("payments  STREAMING ");

    CommandRun resumed = run("resume");
    assertThat(resumed.exitCode()).isZero();
    assertThat(resumed.out().lines())
        .containsExactly("orders: it goes on", "payments: it was not paused");
    assertThat(run("status").out()).doesNotContain("paused");
  }

  @Test
  void a_quarantined_row_is_listed_and_told_of_when_a_retry_keeps_it() throws Exception {
    Topic topic = Topic.create(1);
    UUID id;
    try (Connection connection = orders.connect()) {
      id = OutboxDatabase.insert(connection, topic.name(), "large", 1, new byte[20_000]);
      OutboxDatabase.insert(connection, topic.name(), "small", 2, new byte[2]);
    }
    topic.await(1);

    CommandRun list = run("quarantine");
    assertThat(list.exitCode()).isZero();
    List<String> lines = list.out().lines().toList();
    assertThat(lines.get(0)).startsWith("SOURCE  SINCE").endsWith("REASON");
    assertThat(lines.get(1))
        .startsWith("orders  2")
        .contains("large", id.toString(), "more than max.request.size (8000)");
    CommandRun retry = run("retry", "--source", "orders");
    assertThat(retry.exitCode()).isEqualTo(1);
    assertThat(retry.out())
        .startsWith("orders: 0 rows are published, 1 stay quarantined")
        .contains("  kept      " + id);
    assertThat(relay.get("/actuator/prometheus").body())
        .contains("relay_quarantined{source=\"orders\"} 1.0");
    assertThat(run("status", "--source", "orders").out().lines().toList().get(1)).endsWith("  1");
  }

  @Test
  void without_quarantined_rows_there_is_nothing_to_list_or_retry() {
    assertThat(run("quarantine", "--source", "payments").out().lines())
        .containsExactly("No row is quarantined.");
    CommandRun retry = run("retry", "--source", "payments");
    assertThat(retry.exitCode()).isZero();
    assertThat(retry.out()).startsWith("payments: 0 rows are published, 0 stay quarantined");
  }

  @Test
  void a_row_is_discarded_with_a_reason_once() throws Exception {
    Topic topic = Topic.create(1);
    String id;
    try (Connection connection = payments.connect()) {
      id = OutboxDatabase.insert(connection, topic.name(), "k", 1, new byte[20_000]).toString();
      OutboxDatabase.insert(connection, topic.name(), "other", 2, new byte[2]);
    }
    topic.await(1);
    String[] discard = {"discard", "--source", "payments", "--row", id, "--by", "ann"};

    assertThat(run(discard).exitCode()).isEqualTo(2);
    assertThat(run(discard).err()).contains("--reason");
    assertThat(run("discard", "--row", id, "--reason", "no reader").err())
        .startsWith("discard gives a row up for good: say which with --source");
    CommandRun first = run(with(discard, "--reason", "no reader takes it"));
    assertThat(first.exitCode()).isZero();
    assertThat(first.out().strip())
        .isEqualTo("payments: row %s is discarded and will never be sent".formatted(id));
    CommandRun second = run(with(discard, "--reason", "again"));
    assertThat(second.exitCode()).isZero();
    assertThat(second.out())
        .startsWith("payments: nothing is aside by the id %s: it was discarded at 2".formatted(id))
        .contains("by ann from 127.0.0.1: no reader takes it");
    assertThat(run("quarantine", "--source", "payments").out()).startsWith("No row");
    discard[4] = "nobody";
    CommandRun unknown = run(with(discard, "--reason", "typed wrongly"));
    assertThat(unknown.exitCode()).isEqualTo(1);
    assertThat(unknown.err()).startsWith("Nothing is aside in source payments by the id nobody");
    assertThat(relay.hasCrashed()).isFalse();
  }

  private static String[] with(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  @Test
  void recover_wants_the_source_named_because_it_drops_a_slot() {
    CommandRun recover = run("recover");

    assertThat(recover.exitCode()).isEqualTo(2);
    assertThat(recover.err()).startsWith("recover drops a slot: say which with --source");
    assertThat(orders.slotColumn("active")).isEqualTo("t");
  }

  @Test
  void an_unknown_source_is_answered_with_the_known_ones() {
    CommandRun status = run("status", "--source", "order");

    assertThat(status.exitCode()).isEqualTo(1);
    assertThat(status.err())
        .startsWith("There is no source order; this relay has: orders, payments");
  }

  @Test
  void a_relay_that_is_not_there_or_lets_nobody_in_could_not_be_asked() {
    assertThat(CommandRun.of("status", "--url", "http://127.0.0.1:1").exitCode()).isEqualTo(3);
    assertThat(CommandRun.of("status", "--url", "http://127.0.0.1:1").err())
        .startsWith("The relay does not answer at http://127.0.0.1:1");
    assertThat(CommandRun.of("status", "--url", "nonsense").exitCode()).isEqualTo(3);
    CommandRun refused =
        CommandRun.of(
            "pause",
            "--url",
            relay.url().toString(),
            "--token-file",
            folder.resolve("wrong").toString());
    assertThat(refused.exitCode()).isEqualTo(3);
    assertThat(refused.err()).contains("relay.admin.token").doesNotContain(TOKEN);
    assertThat(CommandRun.of("status", "--url", relay.url() + "", "--token-file", "none").err())
        .startsWith("The token file cannot be read");
  }

  @Test
  void doctor_needs_no_relay_and_tells_what_keeps_a_source_from_streaming() {
    OutboxDatabase notMigrated = OutboxDatabase.notMigrated();
    SourceSettings settings = notMigrated.settings();
    String[] arguments = {
      "doctor",
      "--relay.kafka.bootstrap-servers=localhost:1",
      "--relay.sources.late.url=" + settings.url(),
      "--relay.sources.late.username=" + settings.username(),
      "--relay.sources.late.password=" + settings.password(),
      "--relay.sources.late.slot=" + settings.slot()
    };

    CommandRun missing = CommandRun.of(arguments);
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.out()).contains("late: table-missing (waits): ", "What to do: ");

    notMigrated.asOwner(OutboxDatabase.TABLE + OutboxDatabase.PUBLICATION);
    assertThat(CommandRun.of(arguments).out()).doesNotContain("table-missing");
    // Only looked at: the slot is the relay's to make.
    assertThat(notMigrated.slotColumn("slot_name")).isNull();
  }

  @Test
  void doctor_names_a_wrong_setting() {
    assertThat(CommandRun.of("doctor", "--relay.kafka.bootstrap-servers=localhost:1").exitCode())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "status", "pause", "discard", "recover", "doctor"})
  void the_usage_in_the_file_is_what_the_command_prints(String name) throws IOException {
    CommandLine root = RelayCommand.commandLine();
    CommandLine command = name.isEmpty() ? root : requireNonNull(root.getSubcommands().get(name));
    Path file = Path.of(name.isEmpty() ? "usage.txt" : "usage-" + name + ".txt");

    assertThat(Files.readString(file)).isEqualTo(command.getUsageMessage(Ansi.OFF));
  }

  @ParameterizedTest
  @ValueSource(strings = {"status", "help", "--help", "-h", "--version", "nonsense", ""})
  void what_does_not_begin_as_a_setting_is_a_command(String first) {
    assertThat(RelayCommand.isMeantBy(new String[] {first})).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"--relay.heartbeat=5s", "--server.port=0", "--debug"})
  void settings_run_the_relay(String first) {
    assertThat(RelayCommand.isMeantBy(new String[] {first, "status"})).isFalse();
    assertThat(RelayCommand.isMeantBy(new String[0])).isFalse();
  }

  @Test
  void an_unknown_command_is_told_so() {
    assertThat(CommandRun.of("nonsense").exitCode()).isEqualTo(2);
  }

  private static CommandRun run(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--url", relay.url().toString(), "--token-file", folder.resolve("token").toString()));
    return CommandRun.of(all.toArray(String[]::new));
  }
}
