package dev.ensemble.relay;

import dev.ensemble.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void one_class_speaks_sql_and_one_speaks_to_kafka() {
    ArchitectureRules.checkFlat("dev.ensemble.relay", "SourceDatabase", "Publisher");
  }
}
