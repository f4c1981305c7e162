package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Discard;
import dev.ensemble.messaging.InboxMonitor;
import dev.ensemble.messaging.InboxStatus;
import dev.ensemble.messaging.Park;
import dev.ensemble.messaging.ParkedEvents;
import dev.ensemble.messaging.ParkedGroup;
import dev.ensemble.messaging.ParkedPage;
import dev.ensemble.messaging.ParkedRecord;
import dev.ensemble.messaging.ParkedSelection;
import dev.ensemble.messaging.ParkingNote;
import dev.ensemble.messaging.Redrive;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What both doors lead to; it decides what is shown, and nothing else. */
final class AdminDesk {
  private final ParkedEvents parked;
  private final Redrive redrive;
  private final Discard discard;
  private final Park park;
  private final InboxMonitor monitor;

  AdminDesk(
      ParkedEvents parked, Redrive redrive, Discard discard, Park park, InboxMonitor monitor) {
    this.parked = parked;
    this.redrive = redrive;
    this.discard = discard;
    this.park = park;
    this.monitor = monitor;
  }

  /**
   * A page of parked events.
   *
   * @param next beyond which number the next page begins; null where this is the last
   */
  record Listing(List<ParkedView> events, @Nullable Long next) {}

  /** Parked events in groups. */
  record Grouping(String by, List<ParkedGroup> groups) {}

  Listing list(ParkedSelection selection, ParkedPage page, Disclosure disclosure) {
    List<ParkedRecord> events = parked.list(selection, page);
    return new Listing(
        events.stream().map(event -> ParkedView.of(event, disclosure)).toList(),
        events.size() < page.eventsMax() ? null : events.getLast().number());
  }

  /**
   * @throws Unclear where they cannot be grouped by that
   */
  Grouping group(ParkedSelection selection, String by, int groupsMax, Disclosure disclosure) {
    ParkedGroup.By known = by(by);
    List<ParkedGroup> groups = parked.groups(selection, known, groupsMax);
    return new Grouping(
        by,
        known == ParkedGroup.By.KEY
            ? groups.stream().map(group -> withKey(group, disclosure)).toList()
            : groups);
  }

  private static ParkedGroup withKey(ParkedGroup group, Disclosure disclosure) {
    return new ParkedGroup(
        disclosure.key(group.value()),
        group.events(),
        group.firstParkedAt(),
        group.lastParkedAt(),
        group.sampleNumber());
  }

  private static ParkedGroup.By by(String word) {
    return Arrays.stream(ParkedGroup.By.values())
        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(word))
        .findFirst()
        .orElseThrow(() -> new Unclear("group by one of type, fingerprint, kind and key"));
  }

  Optional<ContentView> show(long number, Disclosure disclosure) {
    return parked.find(number).map(content -> ContentView.of(content, disclosure));
  }

  /** Of an event that may be parked no more. */
  List<ContentView.NoteView> history(long number, Disclosure disclosure) {
    List<ParkingNote> notes = parked.history(number);
    return notes.stream().map(note -> ContentView.NoteView.of(note, disclosure)).toList();
  }

  Report redrive(Redrive.Order order, Disclosure disclosure) {
    return Report.of(order.dryRun(), redrive.run(order), disclosure);
  }

  Report discard(Discard.Order order, Disclosure disclosure) {
    return Report.of(order.dryRun(), discard.run(order), disclosure);
  }

  /** What came of an order to park one event. */
  record Parking(UUID eventId, Park.Outcome outcome, @Nullable Long number) {}

  Parking park(Park.Order order) {
    Park.Answer answer = park.run(order);
    return new Parking(order.eventId(), answer.outcome(), answer.number());
  }

  InboxStatus status() {
    return monitor.status();
  }
}
