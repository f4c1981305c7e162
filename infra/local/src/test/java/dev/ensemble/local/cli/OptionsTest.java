package dev.ensemble.local.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.local.stack.Guest;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Refusal;
import dev.ensemble.local.stack.Variant;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

class OptionsTest {
  private static final Path HOUSE = Path.of("/house");

  @Command
  private static final class Parsed implements Runnable {
    @Mixin private final Options options = new Options();

    @Override
    public void run() {
      options.requireSense();
    }
  }

  private static Options parse(String... arguments) {
    Parsed parsed = new Parsed();
    new CommandLine(parsed).parseArgs(arguments);
    return parsed.options;
  }

  @Test
  void without_options_customers_come_for_ever_and_data_lies_in_the_source_tree() {
    Options options = parse();

    assertThat(options.orders).isNull();
    assertThat(options.exit).isFalse();
    assertThat(options.seed).isEqualTo(1);
    assertThat(options.setup(HOUSE, Map.of()).data()).isEqualTo(HOUSE.resolve(".local"));
    assertThat(options.setup(HOUSE, Map.of()).ports().offset()).isZero();
  }

  @Test
  void payment_alone_is_told_what_the_environment_says_of_its_provider_and_nothing_else_of_it() {
    Map<String, String> provider =
        Map.of("PAYMENT_PROVIDER_KIND", "stripe", "PAYMENT_PROVIDER_STRIPE_APIKEY", "sk_test_1");
    Map<String, String> environment = new HashMap<>(provider);
    environment.put("PAYMENT_WORKERS_AUTOSTART", "false");
    environment.put("SPRING_DATASOURCE_URL", "jdbc:postgresql://elsewhere/payments");

    Map<Program, Variant> programs = parse().setup(HOUSE, environment).programs();

    assertThat(programs).containsOnlyKeys(Program.values());
    assertThat(programs.get(Program.PAYMENT))
        .isEqualTo(new Variant(List.of(), provider, List.of()));
    programs.forEach(
        (program, variant) ->
            assertThat(variant.equals(Variant.PLAIN)).isEqualTo(program != Program.PAYMENT));
    assertThat(programs.toString()).contains("STRIPE_APIKEY").doesNotContain("sk_test_1");
  }

  @Test
  void every_service_is_told_where_traces_go_and_not_what_it_is_called() {
    Map<String, String> traces =
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT",
            "http://127.0.0.1:4318",
            "MANAGEMENT_TRACING_SAMPLING_PROBABILITY",
            "1");
    Map<String, String> environment = new HashMap<>(traces);
    environment.put("MANAGEMENT_SERVER_PORT", "1");
    environment.put("OTEL_SERVICE_NAME", "all-of-them");

    parse()
        .setup(HOUSE, environment)
        .programs()
        .forEach(
            (program, variant) ->
                assertThat(variant.settings())
                    .isEqualTo(program == Program.RELAY ? Map.of() : traces));
  }

  @Test
  void concurrency_is_another_word_for_players() {
    assertThat(parse("--concurrency", "7").players).isEqualTo(7);
    assertThat(parse("--players", "8").players).isEqualTo(8);
  }

  @Test
  void an_offset_moves_every_port() {
    Options options = parse("--port-offset", "100");

    assertThat(options.setup(HOUSE, Map.of()).ports().postgres()).isEqualTo(15532);
    assertThat(options.setup(HOUSE, Map.of()).ports().broker()).isEqualTo(19192);
  }

  @Test
  void an_offset_that_leaves_the_range_of_ports_is_refused() {
    assertThatThrownBy(() -> parse("--port-offset", "6001").setup(HOUSE, Map.of()))
        .isInstanceOf(Refusal.class)
        .hasMessage("--port-offset must be between 0 and 6000, not 6001");
  }

  @Test
  void a_service_of_somebody_s_own_has_a_name_that_is_none_of_ours() {
    assertThat(parse("--beside", "loyalty").setup(HOUSE, Map.of()).guest())
        .isEqualTo(new Guest("loyalty"));
    assertThat(parse().setup(HOUSE, Map.of()).guest()).isNull();
    for (String name : List.of("order", "relay", "reader", "Loyalty", "1st", "a'b", "")) {
      assertThatThrownBy(() -> parse("--beside", name).setup(HOUSE, Map.of()))
          .isInstanceOf(Refusal.class)
          .hasMessageContaining("--beside takes a name");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "--exit, --exit needs --orders N: customers would come for ever",
    "--orders=0, --orders must be at least 1",
    "--orders=-5, --orders must be at least 1",
    "--players=0, --players must be between 1 and 200",
    "--players=201, --players must be between 1 and 200",
    "--port-offset=6001, --port-offset must be between 0 and 6000",
    "--port-offset=-1, --port-offset must be between 0 and 6000",
    "--orders=many, Invalid value for option '--orders'",
    "--order=5, Unknown option: '--order=5'",
  })
  void options_that_make_no_sense_end_with_code_2_and_say_why(String argument, String why) {
    StringWriter errors = new StringWriter();

    int code = new CommandLine(new Parsed()).setErr(new PrintWriter(errors)).execute(argument);

    assertThat(code).isEqualTo(ExitCode.USAGE);
    assertThat(errors.toString()).contains(why);
  }

  @Test
  void the_help_that_the_script_shows_before_anything_is_built_is_the_commands_own()
      throws Exception {
    String ours = Up.commandLine(Up.forHelp()).getUsageMessage(CommandLine.Help.Ansi.OFF);

    assertThat(Files.readString(Path.of("usage.txt"))).isEqualTo(ours);
  }
}
