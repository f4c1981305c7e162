package dev.ensemble.inventory;

import dev.ensemble.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void everyone_knows_only_whom_they_may_know() {
    ArchitectureRules.check("dev.ensemble.inventory");
  }
}
