package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What consumer groups and slots claimed to have done, look by look: what is below a group's offset
 * is acted on, and what is below a slot's position is published. A claim counts from the moment on
 * at which it was seen, so nothing that repairs the harm later makes it true.
 */
final class Claims implements Consumer<Line> {
  private final List<Look> looks = new ArrayList<>();

  /** By group and partition: each greatest offset so far, and the look that came after it. */
  private final Map<String, NavigableMap<Long, Integer>> offsets = new HashMap<>();

  private boolean isUpToDate;

  /**
   * One look.
   *
   * @param snapshot what had committed by then
   * @param log where the write-ahead log ended; every row that the snapshot sees lies before it
   * @param slots by name
   * @param ends by partition, asked after all others; empty where the brokers did not answer
   */
  record Look(
      long atMillis,
      Snapshot snapshot,
      long log,
      Map<String, Slot> slots,
      Map<String, Long> ends) {}

  /**
   * One slot.
   *
   * @param confirmed up to where its reader has published
   * @param kept bytes of the log that are kept for it
   */
  record Slot(boolean active, long confirmed, long kept, String status) {}

  @Override
  public void accept(Line line) {
    if (line.what() == Happening.OFFSETS) {
      readOffsets(line.details().path("groups"));
    } else if (line.what() == Happening.SLOT) {
      looks.add(look(line));
      isUpToDate = true;
    } else if (line.what() == Happening.HEALED) {
      isUpToDate = false;
    }
  }

  private void readOffsets(JsonNode groups) {
    groups
        .properties()
        .forEach(
            group ->
                group
                    .getValue()
                    .properties()
                    .forEach(
                        one ->
                            claim(group.getKey() + " " + one.getKey(), one.getValue().asLong())));
  }

  /** A group that is set back claims less than before: what it claimed then stays claimed. */
  private void claim(String groupAndPartition, long offset) {
    var sofar = offsets.computeIfAbsent(groupAndPartition, same -> new TreeMap<>());
    if (sofar.isEmpty() || offset > sofar.lastKey()) {
      sofar.put(offset, looks.size());
    }
  }

  private static Look look(Line line) {
    JsonNode details = line.details();
    Map<String, Slot> slots = new HashMap<>();
    details
        .path("slots")
        .properties()
        .forEach(one -> slots.put(one.getKey(), slot(one.getValue())));
    Map<String, Long> ends = new HashMap<>();
    details
        .path("ends")
        .properties()
        .forEach(one -> ends.put(one.getKey(), one.getValue().asLong()));
    return new Look(
        line.atMillis(), Snapshot.of(line.text("snapshot")), line.number("log"), slots, ends);
  }

  private static Slot slot(JsonNode slot) {
    return new Slot(
        slot.path("active").asBoolean(false),
        slot.path("confirmed").asLong(0),
        slot.path("kept").asLong(0),
        slot.path("status").asString(""));
  }

  /** Whether somebody looked after the last fault was over. */
  boolean isUpToDate() {
    return isUpToDate;
  }

  List<Look> looks() {
    return looks;
  }

  /** The first look after a group had claimed to be past a record; null where it never did. */
  @Nullable Look afterClaim(String group, String partition, long offset) {
    var claims = offsets.get(group + " " + partition);
    var first = claims == null ? null : claims.higherEntry(offset);
    return first == null || first.getValue() >= looks.size() ? null : looks.get(first.getValue());
  }
}
