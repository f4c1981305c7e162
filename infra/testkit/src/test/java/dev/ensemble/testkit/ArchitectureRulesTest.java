package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureRulesTest {
  private static final String GUILTY = "dev.ensemble.testkit.guilty";
  private static final JavaClasses CLASSES = new ClassFileImporter().importPackages(GUILTY);

  private static final Map<String, List<String>> DEEDS =
      Map.ofEntries(
          Map.entry(
              "domain is pure",
              List.of("SpringInTheDomain> is annotated with <org.springframework.stereotype")),
          Map.entry("http has no public types", List.of("OpenHouse")),
          Map.entry("events has no public types", List.of("OpenEvents")),
          Map.entry("store has no public types", List.of("OpenStore")),
          Map.entry("http does not know its neighbours", List.of("OpenHouse", "OpenStore")),
          Map.entry("events does not know its neighbours", List.of("OpenEvents", "OpenStore")),
          Map.entry("store does not know its neighbours", List.of("OpenStore", "OpenEvents")),
          Map.entry(
              "SQL stands in store", List.of("JdbcClient", "java.sql.Connection", "PGConnection")),
          Map.entry("HTTP stays in http", List.of("OpenEvents", "HttpStatus")),
          Map.entry("Kafka is the library's", List.of("OpenEvents", "KafkaProducer")),
          Map.entry("services never know each other", List.of("dev.ensemble.order.Neighbour")),
          Map.entry(
              "ids and times come from outside",
              List.of(
                  "SpringInTheDomain.readsTheClock",
                  "DrawsIds.randomId",
                  "DrawsIds.millis",
                  "DrawsIds.today",
                  "DrawsIds.ownClock",
                  "DrawsIds.later")),
          Map.entry("fields are not injected", List.of("OpenHouse.jdbc", "OpenHouse.name")),
          Map.entry("few speak SQL", List.of("OpenHouse.process", "java.sql.Connection")),
          Map.entry("few speak to Kafka", List.of("OpenEvents.producer", "KafkaProducer")));

  static Map<String, ArchRule> rules() {
    Map<String, ArchRule> rules = new HashMap<>(ArchitectureRules.of(GUILTY));
    rules.putAll(ArchitectureRules.ofFlat(GUILTY, List.of("Sql"), List.of("Kafka")));
    return rules;
  }

  @Test
  void every_rule_has_its_guilty_class() {
    assertThat(rules().keySet()).containsExactlyInAnyOrderElementsOf(DEEDS.keySet());
  }

  @ParameterizedTest
  @MethodSource("names")
  void every_rule_convicts_the_guilty_of_each_deed(String name) {
    ArchRule rule = Objects.requireNonNull(rules().get(name));

    assertThat(rule.evaluate(CLASSES).getFailureReport().toString())
        .contains(Objects.requireNonNull(DEEDS.get(name)));
  }

  static List<String> names() {
    return DEEDS.keySet().stream().sorted().toList();
  }

  @Test
  void who_was_given_a_clock_is_innocent() {
    ArchRule rule = Objects.requireNonNull(rules().get("ids and times come from outside"));

    assertThat(rule.evaluate(CLASSES).getFailureReport().toString()).doesNotContain("innocent");
  }

  @Test
  void the_one_class_that_may_is_innocent() {
    Map<String, ArchRule> flat =
        ArchitectureRules.ofFlat(GUILTY, List.of("http.OpenHouse"), List.of("events.OpenEvents"));

    assertThat(flat.values()).allMatch(rule -> !rule.evaluate(CLASSES).hasViolation());
  }

  @Test
  void a_package_without_classes_does_not_pass_for_innocent() {
    assertThatThrownBy(() -> ArchitectureRules.check("dev.ensemble.nobody"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }

  @Test
  void a_service_without_one_of_its_rooms_does_not_pass_for_innocent() {
    assertThatThrownBy(() -> ArchitectureRules.check("dev.ensemble.testkit.guilty.domain"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("failed to check any classes");
  }
}
