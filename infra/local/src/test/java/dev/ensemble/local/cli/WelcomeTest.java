package dev.ensemble.local.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WelcomeTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "/home/ann/shop/.local, /home/ann/shop/.local",
        "/home/ann/my shop, '/home/ann/my shop'",
        "/home/o'hara, '/home/o'\\''hara'",
        "/home/$HOME, '/home/$HOME'",
      })
  void a_path_is_printed_so_that_a_shell_takes_it_for_one_word(String path, String printed) {
    assertThat(Welcome.quoted(path)).isEqualTo(printed);
  }
}
