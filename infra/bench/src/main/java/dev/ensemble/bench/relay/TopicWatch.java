package dev.ensemble.bench.relay;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Watches from outside how a topic fills: asking for its ends costs the broker next to nothing, and
 * is the same for every contender.
 */
final class TopicWatch implements AutoCloseable {
  private static final Duration LOOK_EVERY = Duration.ofMillis(20);

  /** The last rows of a backlog come in no smaller steps than this. */
  private static final Duration QUIET = Duration.ofSeconds(2);

  /** Nobody needs so long for a start, not even one that records what it learns. */
  private static final Duration STALLED = Duration.ofMinutes(5);

  static final List<TopicPartition> PARTITIONS =
      IntStream.range(0, Topic.PARTITIONS)
          .mapToObj(number -> new TopicPartition(Event.TOPIC, number))
          .toList();

  private final Consumer<byte[], byte[]> consumer;

  TopicWatch(String bootstrapServers) {
    consumer = reader(bootstrapServers);
  }

  /** Sees what is committed, and commits nothing itself. */
  static Consumer<byte[], byte[]> reader(String bootstrapServers) {
    Map<String, Object> settings = new HashMap<>();
    settings.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
    settings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
    settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    settings.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "10000");
    return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /**
   * Looks until as many offsets as there are rows are taken, and no more come.
   *
   * @throws dev.ensemble.local.stack.Refusal where the process ends, or nothing moves any more
   */
  List<Sample> until(long rows, RunningContender contender) throws InterruptedException {
    return watch(rows, QUIET, contender);
  }

  /** Looks until as many offsets are taken, whatever comes after. */
  void untilAtLeast(long rows, RunningContender contender) throws InterruptedException {
    watch(rows, Duration.ZERO, contender);
  }

  private List<Sample> watch(long rows, Duration quiet, RunningContender contender)
      throws InterruptedException {
    List<Sample> samples = new ArrayList<>();
    long offsets = 0;
    long changed = System.nanoTime();
    while (true) {
      Sample sample = look(contender);
      long now = System.nanoTime();
      samples.add(sample);
      if (sample.offsets() > offsets) {
        offsets = sample.offsets();
        changed = now;
      }
      Duration still = Duration.ofNanos(now - changed);
      if (offsets >= rows && still.compareTo(quiet) >= 0) {
        return samples;
      }
      contender.requireAlive();
      if (still.compareTo(STALLED) > 0) {
        throw contender.failed("stopped at %d of %d offsets".formatted(offsets, rows));
      }
      Thread.sleep(LOOK_EVERY);
    }
  }

  private Sample look(RunningContender contender) {
    Map<TopicPartition, Long> ends = consumer.endOffsets(PARTITIONS);
    long nanos = System.nanoTime() - contender.startedNanos();
    return new Sample(
        nanos,
        PARTITIONS.stream().map(ends::get).map(end -> end == null ? 0 : end).toList(),
        contender.used().cpu());
  }

  @Override
  public void close() {
    consumer.close();
  }
}
