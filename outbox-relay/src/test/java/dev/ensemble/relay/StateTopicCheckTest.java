package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.StateTopicCheck.Replication;
import dev.ensemble.testkit.TestKafka;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is beside the rows is kept as safely as they are. */
class StateTopicCheckTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1, 3, true",
    "2, 2, 3, true",
    "3, 2, 3, false",
    "2, 1, 3, false",
    "1, 1, 1, false"
  })
  void a_topic_that_falls_with_one_broker_is_said_where_there_are_others(
      int replicas, int minInSync, int brokers, boolean isSaid) {
    List<Finding> findings =
        StateTopicCheck.judge("state", new Replication(replicas, minInSync, brokers));

    assertThat(findings).hasSize(isSaid ? 1 : 0);
    assertThat(findings).allMatch(found -> found.check() == Check.STATE_TOPIC_REPLICAS);
  }

  @Test
  void how_the_topic_is_kept_is_read_from_the_brokers() throws InterruptedException {
    KafkaSettings kafka = new KafkaSettings(TestKafka.bootstrapServers(), Map.of());
    Topic topic = Topic.create(1);

    assertThat(StateTopicCheck.read(kafka, topic.name())).contains(new Replication(1, 1, 1));
    assertThat(StateTopicCheck.read(kafka, "no-such-topic")).isEmpty();
  }

  /** Somebody made it, or a broker did by itself. */
  @Test
  void a_state_topic_that_deletes_is_refused_until_it_is_compacted() throws Exception {
    KafkaSettings kafka = new KafkaSettings(TestKafka.bootstrapServers(), Map.of());
    Topic topic = Topic.create(1);
    StateTopic state = new StateTopic(kafka, topic.name(), "owner");

    for (String policy : new String[] {"delete", "compact,delete"}) {
      topic.set("cleanup.policy", policy);
      assertThatThrownBy(state::makeIfMissing)
          .isInstanceOfSatisfying(
              RelayFailure.class, refusal -> assertThat(refusal.isRefusal()).isTrue())
          .hasMessageContainingAll(topic.name(), policy, "--add-config cleanup.policy=compact");
    }
    topic.set("cleanup.policy", "compact");
    assertThatCode(state::makeIfMissing).doesNotThrowAnyException();
  }

  /** Here there is one broker; what is found once stays beside what the doctor finds again. */
  @Test
  void what_was_found_at_the_start_stays_among_the_findings() {
    SourceState state = new SourceState("test");
    state.foundAtStart(StateTopicCheck.judge("state", new Replication(1, 1, 3)));

    SlotDoctor.report(state, List.of());
    SlotDoctor.report(state, List.of());
    assertThat(state.findings())
        .extracting(Finding::check)
        .containsExactly(Check.STATE_TOPIC_REPLICAS);
  }
}
