package dev.ensemble.relay;

import dev.ensemble.testkit.ArchitectureRules;
import java.util.List;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  @Test
  void sql_and_kafka_are_spoken_in_few_places() {
    ArchitectureRules.checkFlat(
        "dev.ensemble.relay",
        List.of("SourceCatalog", "SourceDatabase", "TableRows", "WalStream"),
        List.of(
            "AtLeastOnce",
            "Deliveries",
            "PublishedIds",
            "Retry",
            "Sender",
            "StateTopic",
            "StateTopicCheck",
            "TopicSetting",
            "TransactionVersion",
            "Transactional"));
  }
}
