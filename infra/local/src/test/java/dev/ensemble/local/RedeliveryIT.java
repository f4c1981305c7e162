package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@Order(3)
@ExtendWith(LiveSystem.class)
class RedeliveryIT {
  private static final long SEED = 42;

  @Test
  void every_table_stays_as_it_is_when_all_topics_are_published_a_second_and_a_third_time(
      LiveSystem.Running system) throws Exception {
    system.play(5, 30, outcome -> {});
    system.requireEveryInvariant();
    Topics topics = new Topics(system.session().stack().bootstrapServers());
    List<ConsumerRecord<byte[], byte[]>> published = topics.readAll();
    Map<String, String> before = Tables.checksums(system.session().evidence());

    topics.publishAgain(published);
    system.requireEveryInvariant(); // quiet: each group has consumed to the end of each partition
    assertThat(Tables.checksums(system.session().evidence())).isEqualTo(before);

    List<ConsumerRecord<byte[], byte[]>> shuffled = new ArrayList<>(published);
    Collections.shuffle(shuffled, new Random(SEED));
    topics.publishAgain(shuffled);
    system.requireEveryInvariant();
    assertThat(Tables.checksums(system.session().evidence())).isEqualTo(before);

    assertThat(before).hasSizeGreaterThan(10).containsKey("payment_service payments.entries");
    assertThat(topics.readAll()).hasSize(3 * published.size());
  }
}
