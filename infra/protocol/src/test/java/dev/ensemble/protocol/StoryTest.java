package dev.ensemble.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class StoryTest {

  @Test
  void a_story_tells_of_each_step_what_it_changes() {
    String printed =
        """
        Error: The behavior up to this point is:
        State 1: <Initial predicate>
        /\\ log = <<>>
        /\\ slot = 0

        State 2: <Open(1) line 44, col 3 to line 48, col 40 of module Outbox>
        /\\ log = << <<"row", 1>>,
           <<"row", 2>> >>
        /\\ slot = 0

        State 3: <Confirm line 9, col 3 to line 12, col 4 of module AtLeastOnce>
        /\\ log = << <<"row", 1>>,
           <<"row", 2>> >>
        /\\ slot = 1

        7 states generated, 5 distinct states found, 0 states left on queue.
        """;

    assertThat(Story.of(printed.lines().toList()))
        .containsExactly(
            "1. Initial predicate",
            "     log = <<>>",
            "     slot = 0",
            "2. Open(1) (Outbox)",
            "     log = << <<\"row\", 1>>, <<\"row\", 2>> >>",
            "3. Confirm (AtLeastOnce)",
            "     slot = 1");
  }

  @Test
  void a_story_without_an_end_says_where_it_goes_round() {
    String printed =
        """
        State 1: <Initial predicate>
        /\\ log = <<>>

        State 2: Stuttering
        """;

    assertThat(Story.of(printed.lines().toList()))
        .containsExactly("1. Initial predicate", "     log = <<>>", "2. Stuttering");
  }

  @Test
  void what_holds_has_no_story() {
    assertThat(Story.of("Model checking completed. No error has been found.".lines().toList()))
        .isEmpty();
  }
}
