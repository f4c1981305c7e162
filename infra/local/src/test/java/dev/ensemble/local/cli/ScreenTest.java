package dev.ensemble.local.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.players.Orders;
import dev.ensemble.local.players.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class ScreenTest {

  private static String lineOf(Outcome outcome) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new Screen(new PrintStream(bytes, true, UTF_8), false).order(outcome);
    return bytes.toString(UTF_8).stripTrailing();
  }

  @Test
  void an_order_is_one_line_with_its_way_its_reason_and_its_time() {
    assertThat(lineOf(Orders.cancelled("OUT_OF_STOCK", "PLACED", "CANCELLED")))
        .isEqualTo(
            "deadbeef alice  3×desk 2×tray placed→cancelled                                   out of stock 12.3 s");
  }

  @Test
  void the_longest_way_fits_100_columns() {
    Outcome longest =
        Orders.cancelled(
            "CUSTOMER", "PLACED", "RESERVED", "PAID", "SHIPPING", "CANCELLING", "CANCELLED");

    assertThat(lineOf(longest))
        .contains("placed→reserved→paid→shipping→cancelling→cancelled ")
        .hasSizeLessThanOrEqualTo(100);
  }
}
