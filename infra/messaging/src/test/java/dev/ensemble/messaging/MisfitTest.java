package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The names of a record are the code's, and those of a map are somebody's data. */
class MisfitTest {
  private static final String TYPE = "sheet.filled.v1";

  record Part(String name) {}

  record Sheet(@Nullable Map<String, Integer> balances, @Nullable Map<String, List<Part>> parts) {}

  private final RecordReader<Sheet> reader =
      new RecordReader<>(
          Reactions.<Sheet>of("sheets").from("t").on(TYPE, Sheet.class, one -> {}).build(),
          new FactJson());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"balances\":7}                                   | balances",
        "{\"balances\":{\"alice\":\"x\"}}                   | balances[*]",
        "{\"parts\":{\"alice@b.example\":[{\"name\":[]}]}}  | parts[*][0].name",
      })
  void the_names_in_a_map_are_not_in_the_reason(String json, String where) {
    Reading<Sheet> read = reader.read(Facts.of(TYPE, json).key("k").polled("t", 0, 0));

    assertThat(read).isInstanceOf(Reading.Unreadable.class);
    assertThat(((Reading.Unreadable<Sheet>) read).reason())
        .hasMessageContaining("does not fit Sheet at " + where + " (");
  }
}
