package dev.ensemble.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** TLC goes through every state of each model. */
class ProtocolTest {
  private static final Pattern SCENARIO = Pattern.compile("Reached\\(\\d+, \"([^\"]+)\"");

  static Stream<Model> holding() {
    return Runs.models().stream().filter(model -> model.violated().isEmpty());
  }

  static Stream<Model> mutations() {
    return Runs.models().stream().filter(model -> model.violated().isPresent());
  }

  static Stream<String> modulesWithScenarios() {
    return holding().map(Model::module).distinct();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("holding")
  void in_every_state_of_every_model_the_protocol_keeps_its_promises(Model model) throws Exception {
    Run run = Runs.of(model);

    assertThat(run.verdict()).as(report(run)).isEqualTo(Verdict.HOLDS);
    assertThat(OptionalLong.of(run.states())).as("states of " + model).isEqualTo(model.states());
    assertThat(OptionalLong.of(run.steps())).as("steps of " + model).isEqualTo(model.steps());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void every_mutation_violates_the_property_that_it_names(Model model) throws Exception {
    Run run = Runs.of(model);

    assertThat(run.verdict().isViolation()).as(report(run)).isTrue();
    assertThat(run.story()).as("a story of " + model).hasSizeGreaterThan(2);
  }

  /** TLC is told of one property alone, so that a violation is one of that. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("mutations")
  void a_mutations_model_asks_for_nothing_but_the_property_that_it_names(Model model)
      throws Exception {
    String text = Files.readString(Runs.MODULES.resolve(model.name() + ".cfg"));
    String[] parts = text.replaceFirst("(?s)\\nSYMMETRY.*", "").split("INVARIANTS|PROPERTIES");

    assertThat(parts).as("what comes before a heading, and what comes behind it").hasSize(2);
    assertThat(parts[1].strip()).isEqualTo(model.violated().orElseThrow());
    assertThat(text).contains("Mutation = \"");
    assertThat(text).doesNotContain("Mutation = \"none\"");
  }

  /** A specification in which nothing can happen keeps every promise. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("modulesWithScenarios")
  void each_module_has_been_in_every_situation_that_it_names(String module) throws Exception {
    Set<String> reached = new TreeSet<>();
    for (Model model : holding().filter(one -> one.module().equals(module)).toList()) {
      reached.addAll(Runs.of(model).reached());
    }

    assertThat(reached).isNotEmpty().isEqualTo(scenarios(module));
  }

  private static Set<String> scenarios(String module) throws Exception {
    Set<String> scenarios = new TreeSet<>();
    SCENARIO
        .matcher(Files.readString(Runs.MODULES.resolve(module + ".tla")))
        .results()
        .map((MatchResult named) -> named.group(1))
        .forEach(scenarios::add);
    return scenarios;
  }

  private static String report(Run run) {
    return run.line() + "\n" + String.join("\n", run.story());
  }
}
