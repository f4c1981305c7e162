package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The bytes of a fact are a contract: they follow from the value alone. */
class FactJsonTest {
  private final FactJson json = new FactJson();

  enum Unit {
    KILO;

    @Override
    public String toString() {
      return "kg, for people";
    }
  }

  record Line(String sku, int quantity, BigDecimal unitPrice) {}

  record Everything(
      UUID zebra,
      String apple,
      List<Line> lines,
      BigDecimal whole,
      BigDecimal tiny,
      Instant at,
      Instant sharp,
      LocalDate day,
      Duration time,
      Unit unit,
      Optional<String> there,
      Optional<String> absent,
      @Nullable String nothing,
      Map<String, Integer> counts) {}

  @Test
  void a_record_is_written_as_it_is_declared_and_numbers_as_they_are() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    counts.put("b", 2);
    counts.put("a", 1);
    Everything everything =
        new Everything(
            UUID.fromString("0199a0de-7c00-7000-8000-00000000a001"),
            "käse",
            List.of(new Line("tea-mug", 2, new BigDecimal("12.50"))),
            new BigDecimal("1E+3"),
            new BigDecimal("0.00000001"),
            Instant.parse("2026-11-21T09:30:00.123456Z"),
            Instant.parse("2026-11-21T09:30:00Z"),
            LocalDate.parse("2026-11-21"),
            Duration.ofMillis(1500),
            Unit.KILO,
            Optional.of("yes"),
            Optional.empty(),
            null,
            counts);

    assertThat(written(everything))
        .isEqualTo(
            "{\"zebra\":\"0199a0de-7c00-7000-8000-00000000a001\",\"apple\":\"käse\","
                + "\"lines\":[{\"sku\":\"tea-mug\",\"quantity\":2,\"unitPrice\":12.50}],"
                + "\"whole\":1000,\"tiny\":0.00000001,"
                + "\"at\":\"2026-11-21T09:30:00.123456Z\",\"sharp\":\"2026-11-21T09:30:00Z\","
                + "\"day\":\"2026-11-21\",\"time\":\"PT1.5S\",\"unit\":\"KILO\","
                + "\"there\":\"yes\",\"counts\":{\"a\":1,\"b\":2}}");
  }

  @Test
  void what_is_no_json_object_is_refused() {
    for (Object other : List.of("text", 7, List.of(1), Unit.KILO, Optional.empty())) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> json.write(other))
          .withMessageContaining("must be a JSON object");
    }
  }

  @Test
  void what_cannot_be_written_is_refused_by_its_class() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> json.write(new Object()))
        .withMessageContaining("java.lang.Object cannot be written");
  }

  private String written(Object value) {
    return new String(json.write(value).bytes(), StandardCharsets.UTF_8);
  }
}
