package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a service reads may have code of its own, which fails as it likes. */
class FragileRecordTest {
  private static final String TYPE = "thing.weighed.v1";

  /** What this consumer reads of the type. */
  record Fragile(String breaks) {
    Fragile {
      switch (breaks) {
        case "assertion" -> throw new AssertionError("STONE");
        case "linkage" -> throw new NoClassDefFoundError("STONE");
        case "stack" -> throw new StackOverflowError("STONE");
        default -> {}
      }
    }
  }

  private final RecordReader<Fragile> reader =
      new RecordReader<>(
          Reactions.<Fragile>of("scale").from("things").on(TYPE, Fragile.class, read -> {}).build(),
          new FactJson());

  @ParameterizedTest
  @ValueSource(strings = {"assertion", "linkage", "stack"})
  void an_error_of_the_class_that_is_read_is_the_records_own(String error) {
    assertThat(read(error)).isInstanceOf(Reading.Unreadable.class);
    assertThat(read("nothing")).isInstanceOf(Reading.Fact.class);
  }

  private Reading<Fragile> read(String breaks) {
    String json = "{\"breaks\":\"%s\"}".formatted(breaks);
    return reader.read(Facts.of(TYPE, json).polled("things", 0, 0));
  }
}
