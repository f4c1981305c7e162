package dev.ensemble.chaos.check;

import dev.ensemble.chaos.check.Claims.Look;
import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.TopicLog;
import dev.ensemble.local.invariants.TopicLog.Repeat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * In transactional delivery the relay publishes nothing twice, whatever ends it, but for what it
 * looks up again where a slot was dropped. Which fault republishes on purpose says so on its
 * records.
 */
final class RepeatInvariants implements Consumer<Line> {
  /** On every record that somebody else than the relay has published once more. */
  static final String ON_PURPOSE = "chaos-republished";

  private static final String TRANSACTIONAL = "transactional";

  /** Each of these drops one. */
  private static final Set<String> DROPS = Set.of("drop-slot", "interrupt-catch-up");

  /** By then a new slot is there and the table has been compared with the topics. */
  private static final Duration CAUGHT_UP_WITHIN = Duration.ofSeconds(60);

  private final List<Long> drops = new ArrayList<>();
  private String delivery = TRANSACTIONAL;

  @Override
  public void accept(Line line) {
    if (line.what() == Happening.RUN && line.has("delivery")) {
      delivery = line.text("delivery");
    } else if (line.what() == Happening.INJECT && DROPS.contains(line.text("kind"))) {
      drops.add(line.atMillis());
    }
  }

  /**
   * @param ofStrangers ids of what no relay has published
   */
  Finding check(TopicLog log, Claims claims, Set<String> ofStrangers) {
    List<String> offenders = new ArrayList<>();
    long excused = 0;
    for (Repeat repeat : log.repeats()) {
      if (ofStrangers.contains(repeat.eventId())) {
        continue;
      }
      if (!delivery.equals(TRANSACTIONAL) || isOfDrop(repeat, claims)) {
        excused++;
      } else {
        offenders.add(
            "%s: once more at %s@%d".formatted(repeat.eventId(), repeat.place(), repeat.offset()));
      }
    }
    return Finding.of(
        "in transactional delivery the relay repeats nothing",
        "%s, %d records, %d repeats where a slot was dropped or repeats are allowed"
            .formatted(delivery, log.records(), excused),
        offenders);
  }

  /** When it was written lies between two looks: one that it was beyond and one that it was not. */
  private boolean isOfDrop(Repeat repeat, Claims claims) {
    long after = 0;
    long before = Long.MAX_VALUE;
    for (Look look : claims.looks()) {
      Long end = look.ends().get(repeat.place());
      if (end != null && end <= repeat.offset()) {
        after = look.atMillis();
      } else if (end != null) {
        before = look.atMillis();
        break;
      }
    }
    long from = after;
    long to = before;
    return drops.stream()
        .anyMatch(drop -> drop <= to && from <= drop + CAUGHT_UP_WITHIN.toMillis());
  }
}
