package dev.ensemble.payment;

import dev.ensemble.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void each_room_knows_only_whom_it_may_know() {
    ArchitectureRules.check("dev.ensemble.payment");
  }
}
