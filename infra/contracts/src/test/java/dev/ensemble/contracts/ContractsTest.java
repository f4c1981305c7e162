package dev.ensemble.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class ContractsTest {

  static Stream<String> types() {
    return ContractFiles.types().stream();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_name_is_a_noun_a_verb_and_a_version(String type) {
    assertThat(type).matches("[a-z]+\\.[a-z]+(-[a-z]+)*\\.v[1-9][0-9]*");
    assertThat(ContractFiles.schema(type).path("title").asString()).isEqualTo(type);
    assertThat(ContractFiles.schema(type).path("$id").asString())
        .isEqualTo("urn:ensemble:fact:" + type);
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_sample_keeps_its_schema(String type) {
    assertThat(violations(type, ContractFiles.sample(type))).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_field_added_later_is_tolerated(String type) {
    ObjectNode sample = ContractFiles.sample(type);
    sample.put("addedByALaterVersion", true);

    assertThat(violations(type, sample)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_missing_required_field_is_a_violation(String type) {
    for (JsonNode required : ContractFiles.schema(type).path("required")) {
      ObjectNode sample = ContractFiles.sample(type);
      sample.remove(required.asString());

      assertThat(violations(type, sample)).as(required.asString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("types")
  void a_field_of_another_type_is_a_violation(String type) {
    for (String field : ContractFiles.sample(type).propertyNames()) {
      ObjectNode sample = ContractFiles.sample(type);
      sample.set(field, sample.objectNode());

      assertThat(violations(type, sample)).as(field).isNotEmpty();
    }
  }

  @Test
  void money_has_at_most_two_decimals_and_pieces_are_whole() {
    ObjectNode money = ContractFiles.sample("payment.charged.v1");
    money.put("amount", new java.math.BigDecimal("0.001"));
    ObjectNode pieces = ContractFiles.sample("order.placed.v1");
    ((ObjectNode) ((ArrayNode) pieces.path("lines")).get(0)).put("quantity", 1.5);

    assertThat(violations("payment.charged.v1", money)).hasSize(1);
    assertThat(violations("order.placed.v1", pieces)).isNotEmpty();
  }

  private static List<String> violations(String type, JsonNode json) {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(ContractFiles.schema(type));
    return schema
        .validate(
            json,
            context ->
                context.executionConfig(config -> config.formatAssertionsEnabled(Boolean.TRUE)))
        .stream()
        .map(Error::toString)
        .toList();
  }
}
