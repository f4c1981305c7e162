package dev.ensemble.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.NoOffsetForPartitionException;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/**
 * One Kafka consumer of a service's group. A pass polls, hands what came to the inbox and commits
 * the offsets after the database has. It is used by one thread at a time.
 *
 * <p>After a poll the client's positions stand behind records that took no effect yet. So whatever
 * unforeseen happens in a pass, the consumer is closed, and the next pass begins anew from the
 * committed offsets: nothing can be passed over by mistake.
 */
final class InboxWorker {

  /** A poll without records ends after it, and a stop is noticed so soon. */
  static final Duration POLL_TIME_MAX = Duration.ofMillis(200);

  private final Supplier<Consumer<byte[], byte[]>> connect;
  private final Intake<?> intake;
  private final Holds holds;
  private final InboxMeters meters;
  private final Backlog backlog;
  private final TopicWatch topics;
  private final InboxState state = new InboxState();
  private CommittedOffsets offsets = new CommittedOffsets();
  private @Nullable Consumer<byte[], byte[]> open;

  InboxWorker(
      Supplier<Consumer<byte[], byte[]>> connect,
      TopicWatch topics,
      Intake<?> intake,
      Holds holds,
      InboxMeters meters) {
    this.connect = connect;
    this.topics = topics;
    this.intake = intake;
    this.holds = holds;
    this.meters = meters;
    this.backlog = new Backlog(meters);
  }

  /** What is known about it from outside, for other threads, too. */
  InboxState state() {
    return state;
  }

  /**
   * One bounded pass.
   *
   * @return how many records are done with
   * @throws InstanceIdTaken as long as somebody else has our place in the group
   */
  int runOnce() {
    try {
      if (holds.isInstanceIdTaken()) {
        throw new InstanceIdTaken(Holds.TAKEN_PAUSE, null);
      }
      int done = pass(opened());
      state.passed(holds, topics);
      return done;
    } catch (FencedInstanceIdException fenced) {
      holds.instanceIdTaken();
      InstanceIdTaken taken = new InstanceIdTaken(Holds.TAKEN_PAUSE, fenced);
      state.broke(taken);
      abandon(taken);
      throw taken;
    } catch (RuntimeException | Error broken) {
      state.broke(broken);
      abandon(broken);
      throw broken;
    }
  }

  private void abandon(Throwable broken) {
    try {
      close();
    } catch (RuntimeException late) {
      broken.addSuppressed(late);
    }
  }

  private int pass(Consumer<byte[], byte[]> kafka) {
    topics.look(kafka);
    hold(kafka);
    ConsumerRecords<byte[], byte[]> polled = poll(kafka);
    int done = polled.isEmpty() ? 0 : take(kafka, polled);
    offsets.commit(kafka);
    backlog.look(kafka);
    return done;
  }

  /** What is paused follows from the holds alone, whatever a rebalance has added meanwhile. */
  private void hold(Consumer<byte[], byte[]> kafka) {
    Set<TopicPartition> held = holds.held(kafka.assignment());
    Set<TopicPartition> free = new HashSet<>(kafka.assignment());
    free.removeAll(held);
    ifOurs(kafka, held, kafka::pause);
    ifOurs(kafka, free, kafka::resume);
  }

  /**
   * In the consumer protocol a member that was thrown out loses its partitions at any time, by the
   * client's own thread. Then there is nothing to do for them: who gets them begins where the group
   * stands.
   */
  private static void ifOurs(
      Consumer<byte[], byte[]> kafka,
      Collection<TopicPartition> partitions,
      java.util.function.Consumer<Set<TopicPartition>> does) {
    for (TopicPartition partition : partitions) {
      try {
        does.accept(Set.of(partition));
      } catch (IllegalStateException noLongerOurs) {
        if (kafka.assignment().contains(partition)) {
          throw noLongerOurs;
        }
      }
    }
  }

  private ConsumerRecords<byte[], byte[]> poll(Consumer<byte[], byte[]> kafka) {
    try {
      return kafka.poll(POLL_TIME_MAX);
    } catch (OffsetOutOfRangeException gone) {
      gone.offsetOutOfRangePartitions().forEach(holds::offsetGone);
      return ConsumerRecords.empty();
    } catch (NoOffsetForPartitionException never) {
      // The client has found out by itself what the broker was too slow to tell at the assignment.
      ifOurs(kafka, never.partitions(), kafka::seekToBeginning);
      return ConsumerRecords.empty();
    }
  }

  private int take(Consumer<byte[], byte[]> kafka, ConsumerRecords<byte[], byte[]> polled) {
    List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>(polled.count());
    polled.forEach(records::add);
    Progress progress = intake.take(records, holds::usedUp);
    progress
        .resumeAt()
        .forEach(
            (partition, offset) ->
                ifOurs(kafka, Set.of(partition), one -> kafka.seek(partition, offset)));
    holds.note(polled.partitions(), progress);
    meters.count(records.size(), progress);
    backlog.took(polled, progress);
    Inbox.Receipt done = progress.done();
    return done.applied() + done.repeated() + done.ignored() + done.parked();
  }

  private Consumer<byte[], byte[]> opened() {
    if (open == null) {
      Consumer<byte[], byte[]> kafka = connect.get();
      open = kafka;
      offsets = new CommittedOffsets();
      state.opened(kafka);
      kafka.subscribe(topics.names(), new Assignment(kafka));
    }
    return open;
  }

  void close() {
    close(StopTime.LEAVING_MAX);
  }

  /** Leaves the group, unless it is a static member, whose partitions wait for its return. */
  void close(Duration timeMax) {
    Consumer<byte[], byte[]> kafka = open;
    open = null;
    holds.forgetAll();
    backlog.forgetAll();
    state.closed();
    if (kafka != null) {
      kafka.close(CloseOptions.timeout(timeMax));
    }
  }

  /** Called within a poll, when no batch is under way: everything done is committed by then. */
  private final class Assignment implements ConsumerRebalanceListener {
    private final Consumer<byte[], byte[]> kafka;

    Assignment(Consumer<byte[], byte[]> kafka) {
      this.kafka = kafka;
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> added) {
      offsets.begin(kafka, added);
      state.joined();
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
      holds.forget(revoked);
      backlog.forget(revoked);
      offsets.forget(revoked);
    }
  }
}
