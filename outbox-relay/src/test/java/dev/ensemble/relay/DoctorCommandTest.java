package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestKafka;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What {@code doctor} says where no relay runs. */
class DoctorCommandTest {
  private final OutboxDatabase database = OutboxDatabase.create();
  private final Topic topic = Topic.create(1);

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_slot_that_was_moved_is_found_before_the_start_finds_it() {
    stream();
    assertThat(doctor().exitCode()).isZero();
    database.insert(topic.name(), "k", 2);
    database.moveSlotToTheEnd();

    CommandRun moved = doctor();
    assertThat(moved.exitCode()).isEqualTo(1);
    assertThat(moved.out()).contains("orders: slot-after-position (refuses): ");
  }

  @Test
  void a_kafka_that_cannot_be_asked_is_said() {
    stream();
    CommandRun away =
        doctor(
            "--relay.kafka.bootstrap-servers=localhost:1",
            "--relay.kafka.properties.request.timeout.ms=1000",
            "--relay.kafka.properties.default.api.timeout.ms=3000");
    assertThat(away.exitCode()).isEqualTo(1);
    assertThat(away.out()).contains("orders: position-unknown (waits): ");
  }

  /** The relay makes it, so nothing is in the way. */
  @Test
  void a_slot_that_is_missing_is_no_obstacle_where_the_table_can_be_caught_up_with() {
    CommandRun missing = doctor();
    assertThat(missing.exitCode()).isZero();
    assertThat(missing.out()).contains("slot-missing", "start the relay: it makes the slot, after");

    assertThat(doctor("--relay.sources.orders.row.headers.x={type}").out())
        .contains("where the table holds rows, first set a header to {id}");
  }

  /** A list of columns that the publication does not have cannot be added to. */
  @Test
  void a_column_that_the_table_lacks_is_not_said_to_be_left_out_of_the_publication() {
    CommandRun lacking = doctor("--relay.sources.orders.row.key=nonsense");
    assertThat(lacking.out()).contains("column-missing").doesNotContain("publication-columns");
  }

  private void stream() {
    try (RunningSource relay =
        RunningSource.start(database.settings(), Map.of(), Delivery.Mode.TRANSACTIONAL)
            .awaitStreaming()) {
      database.insert(topic.name(), "k", 1);
      topic.await(1);
      assertThat(relay.hasCrashed()).isFalse();
    }
  }

  private CommandRun doctor(String... more) {
    SourceSettings settings = database.settings();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "doctor",
                "--relay.state-topic=" + RunningSource.stateTopic(settings.slot()),
                "--relay.sources.orders.url=" + settings.url(),
                "--relay.sources.orders.username=" + settings.username(),
                "--relay.sources.orders.password=" + settings.password(),
                "--relay.sources.orders.slot=" + settings.slot()));
    arguments.addAll(List.of(more));
    if (arguments.stream().noneMatch(argument -> argument.contains("bootstrap-servers"))) {
      arguments.add("--relay.kafka.bootstrap-servers=" + TestKafka.bootstrapServers());
    }
    return CommandRun.of(arguments.toArray(String[]::new));
  }
}
