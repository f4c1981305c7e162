package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** A choreography that contradicts itself is refused where it is written. */
class ReactionsTest {

  @Test
  void a_type_is_reacted_to_or_ignored_but_not_both() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> begun().on("a.b.v1", String.class, a -> {}).ignoring("a.b.v1").build())
        .withMessageContaining("a.b.v1");
  }

  @Test
  void a_type_has_one_reaction() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> begun().on("a.b.v1", String.class, a -> {}).on("a.b.v1", String.class, a -> {}))
        .withMessageContaining("two reactions to a.b.v1");
  }

  @Test
  void a_consumer_reads_something_and_does_something() {
    assertThatIllegalArgumentException().isThrownBy(() -> begun().build());
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Reactions.<String>of("x").on("a.b.v1", String.class, a -> {}).build());
  }

  @Test
  void a_consumers_name_is_one_that_the_database_and_kafka_take() {
    assertThatIllegalArgumentException().isThrownBy(() -> Reactions.of("Order Service"));
  }

  private static Reactions.Builder<String> begun() {
    return Reactions.<String>of("x").from("t");
  }
}
