package dev.ensemble.chaos.check;

import dev.ensemble.local.stack.Topics;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A look at groups and slots as it is when all is done. */
final class TrueClaims {
  static final List<String> SLOTS = List.of("outbox_order", "outbox_payment", "outbox_inventory");

  /** No topic of a test reaches so far. */
  private static final long FAR = 1_000_000;

  private TrueClaims() {}

  /** These groups have done all that is there. */
  static Map<String, Object> offsets(String... groups) {
    Map<String, Object> all = new TreeMap<>();
    for (String group : groups) {
      all.put(group, everywhere(Topics.ALL, FAR));
    }
    return Map.of("groups", all);
  }

  static Map<String, Long> everywhere(List<String> topics, long offset) {
    Map<String, Long> partitions = new TreeMap<>();
    for (String topic : topics) {
      for (int partition = 0; partition < Topics.PARTITIONS; partition++) {
        partitions.put(topic + "-" + partition, offset);
      }
    }
    return partitions;
  }

  /** All has committed, and all is published and confirmed. */
  static Map<String, Object> look() {
    Map<String, Object> slots = new HashMap<>();
    SLOTS.forEach(name -> slots.put(name, slot(true, 100, 1_000, "reserved")));
    return look("4000000000:4000000000:", slots, everywhere(Topics.ALL, FAR));
  }

  static Map<String, Object> look(
      String snapshot, Map<String, Object> slots, Map<String, Long> ends) {
    Map<String, Object> look = new LinkedHashMap<>();
    look.put("snapshot", snapshot);
    look.put("log", 50);
    look.put("slots", slots);
    look.put("ends", ends);
    return look;
  }

  static Map<String, Object> slot(boolean active, long confirmed, long kept, String status) {
    return Map.of("active", active, "confirmed", confirmed, "kept", kept, "status", status);
  }
}
