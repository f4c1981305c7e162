package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Claims.Look;
import dev.ensemble.chaos.check.Claims.Slot;
import dev.ensemble.local.invariants.Database;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.invariants.TopicLog.First;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A slot's position is the relay's word that everything before it is published. It is compared with
 * the topics at every look, so that a row that was lost and caught up later is late all the same.
 */
final class SlotInvariants {
  private static final List<String> SLOTS =
      List.of("outbox_inventory", "outbox_order", "outbox_payment");

  /** Heartbeats come each few seconds, and the server removes its log by segments of 16 MB. */
  private static final long KEPT_BYTES_MAX = 64L << 20;

  private final Claims claims;
  private final TopicLog log;

  SlotInvariants(Claims claims, TopicLog log) {
    this.claims = claims;
    this.log = log;
  }

  Finding published(String service, Database database) {
    List<Look> looks = claims.looks();
    @Nullable Look[] confirmedAt = confirmedAt("outbox_" + service);
    List<String> offenders = new ArrayList<>();
    long[] looked = new long[1];
    database.each(
        "SELECT id::text, xmin::text, type, partition_key FROM messaging.outbox",
        row -> {
          int seen = firstThatSees(row.getLong(2));
          Look confirmed = seen < looks.size() ? confirmedAt[seen] : null;
          if (confirmed != null) {
            looked[0]++;
            First first = log.first(row.getString(1));
            if (first == null || isLater(first, confirmed)) {
              offenders.add(
                  "%s (%s of %s): confirmed by %s, published %s"
                      .formatted(
                          row.getString(1),
                          row.getString(3),
                          row.getString(4),
                          Instant.ofEpochMilli(confirmed.atMillis()),
                          first == null ? "never" : "later"));
            }
          }
        });
    return Finding.of(
        "what the slot of %s confirms is on its topic by then".formatted(service),
        "%d rows, %d looks".formatted(looked[0], looks.size()),
        offenders);
  }

  /** The looks see more and more. */
  private int firstThatSees(long xmin) {
    int from = 0;
    int to = claims.looks().size();
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (claims.looks().get(middle).snapshot().sees(xmin)) {
        to = middle;
      } else {
        from = middle + 1;
      }
    }
    return from;
  }

  /** By look: the first one at which the slot was past all that the look saw. */
  private @Nullable Look[] confirmedAt(String slot) {
    List<Look> looks = claims.looks();
    @Nullable Look[] confirmedAt = new @Nullable Look[looks.size()];
    for (int seen = 0; seen < looks.size(); seen++) {
      for (int later = seen; later < looks.size() && confirmedAt[seen] == null; later++) {
        Look look = looks.get(later);
        Slot now = look.slots().get(slot);
        if (now != null && now.confirmed() >= looks.get(seen).log() && !look.ends().isEmpty()) {
          confirmedAt[seen] = look;
        }
      }
    }
    return confirmedAt;
  }

  private static boolean isLater(First first, Look look) {
    return first.offset() >= look.ends().getOrDefault(first.place(), Long.MAX_VALUE);
  }

  /** At the last look, when all was quiet: each slot has a reader, and the log goes. */
  Finding there() {
    List<String> offenders = new ArrayList<>();
    if (!claims.isUpToDate()) {
      return Finding.of(
          thereAndRead(), "no look", List.of("nobody looked after the last fault was over"));
    }
    Look last = claims.looks().getLast();
    long most = 0;
    for (String name : SLOTS) {
      Slot slot = last.slots().get(name);
      if (slot == null) {
        offenders.add(name + ": is not there");
      } else {
        most = Math.max(most, slot.kept());
        if (!slot.active() || !slot.status().equals("reserved") || slot.kept() > KEPT_BYTES_MAX) {
          offenders.add("%s: %s".formatted(name, slot));
        }
      }
    }
    new TreeSet<>(last.slots().keySet())
        .stream()
            .filter(name -> !SLOTS.contains(name))
            .forEach(name -> offenders.add(name + ": nobody knows it"));
    return Finding.of(
        thereAndRead(),
        "%d slots, at most %d MB kept".formatted(last.slots().size(), most >> 20),
        offenders);
  }

  private static String thereAndRead() {
    return "each relay's slot is there and read in the end, and little is kept for it";
  }
}
