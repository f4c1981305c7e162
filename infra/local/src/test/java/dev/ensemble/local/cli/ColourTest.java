package dev.ensemble.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ColourTest {

  @Test
  void a_terminal_gets_colour() {
    assertThat(Colour.wanted(true, Map.of("TERM", "xterm"))).isTrue();
    assertThat(Colour.RED.on("no", true)).isEqualTo("\u001b[31mno\u001b[0m");
  }

  @Test
  void a_file_or_a_pipe_gets_the_text_alone() {
    assertThat(Colour.wanted(false, Map.of())).isFalse();
    assertThat(Colour.RED.on("no", false)).isEqualTo("no");
  }

  @Test
  void no_color_is_respected_unless_it_is_empty() {
    assertThat(Colour.wanted(true, Map.of("NO_COLOR", "1"))).isFalse();
    assertThat(Colour.wanted(true, Map.of("NO_COLOR", ""))).isTrue();
  }

  @Test
  void a_terminal_that_knows_no_colours_gets_none() {
    assertThat(Colour.wanted(true, Map.of("TERM", "dumb"))).isFalse();
  }
}
