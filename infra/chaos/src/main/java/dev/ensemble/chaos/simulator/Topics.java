package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The topics, one ordered log per topic and key, and how far relays and consumers have come. Keys
 * do not wait for each other here, so more interleavings are possible than with partitions.
 */
final class Topics {
  private final List<List<List<Row>>> logs = new ArrayList<>();
  private final int[] sent = new int[Service.count()];
  private final int[][] offsets;

  Topics(int orders) {
    for (int source = 0; source < sent.length; source++) {
      List<List<Row>> topic = new ArrayList<>();
      for (int order = 0; order < orders; order++) {
        topic.add(new ArrayList<>());
      }
      logs.add(topic);
    }
    offsets = new int[orders][Channel.count()];
  }

  List<Row> log(Service source, int order) {
    return logs.get(source.place()).get(order);
  }

  /** How many rows of its outbox a relay has sent. */
  int sent(Service source) {
    return sent[source.place()];
  }

  void setSent(Service source, int count) {
    sent[source.place()] = count;
  }

  /**
   * Appends a row to its key's log.
   *
   * @throws Violation where it is its first occurrence and an earlier row of the key is missing
   */
  void append(Row row) {
    List<Row> log = log(row.source(), row.order());
    int highest = -1;
    for (Row before : log) {
      highest = Math.max(highest, before.number());
    }
    if (row.number() > highest + 1) {
      throw new Violation(Invariant.TOPIC_IN_ORDER, row + " is there before one that precedes it");
    }
    log.add(row);
  }

  int offset(int order, Channel channel) {
    return offsets[order][channel.place()];
  }

  void setOffset(int order, Channel channel, int offset) {
    offsets[order][channel.place()] = offset;
  }

  boolean hasNext(int order, Channel channel) {
    return offset(order, channel) < log(channel.source(), order).size();
  }

  Row at(int order, Channel channel, int offset) {
    return log(channel.source(), order).get(offset);
  }

  /** Sets a consumer back to the beginning of a topic, for all keys. */
  void replay(Channel channel) {
    for (int[] ofOrder : offsets) {
      ofOrder[channel.place()] = 0;
    }
  }

  int[] sentCounts() {
    return Arrays.copyOf(sent, sent.length);
  }
}
