package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.InboxStatus;
import dev.ensemble.messaging.ParkedGroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Answers as lines for people. */
final class Lines {
  private Lines() {}

  static List<String> of(AdminDesk.Listing listing) {
    if (listing.events().isEmpty()) {
      return List.of("Nothing is parked that matches.");
    }
    Table table = new Table("NUMBER", "KIND", "TYPE", "EVENT ID", "KEY", "PLACE", "PARKED", "WHY");
    for (ParkedView one : listing.events()) {
      table.row(
          one.number(),
          one.kind(),
          one.type(),
          one.eventId(),
          one.key(),
          place(one),
          one.parkedAt(),
          one.fingerprint() == null ? null : one.fingerprint() + " " + shown(one.reason()));
    }
    List<String> lines = new ArrayList<>(table.lines());
    if (listing.next() != null) {
      lines.add("There may be more: go on with --beyond=" + listing.next());
    }
    return lines;
  }

  private static String place(ParkedView one) {
    return one.topic() + "-" + one.partition() + "@" + one.offset();
  }

  static List<String> of(AdminDesk.Grouping groups) {
    if (groups.groups().isEmpty()) {
      return List.of("Nothing is parked that matches.");
    }
    Table table =
        new Table("EVENTS", groups.by().toUpperCase(Locale.ROOT), "FIRST", "LAST", "SAMPLE");
    for (ParkedGroup one : groups.groups()) {
      table.row(
          one.events(), one.value(), one.firstParkedAt(), one.lastParkedAt(), one.sampleNumber());
    }
    return table.lines();
  }

  static List<String> of(ContentView content) {
    ParkedView event = content.event();
    List<String> lines = new ArrayList<>();
    lines.add("number       " + event.number());
    lines.add("kind         " + event.kind());
    lines.add("type         " + shown(event.type()));
    lines.add("event id     " + shown(event.eventId()));
    lines.add("key          " + shown(event.key()));
    lines.add("place        " + Table.cell(place(event)));
    lines.add("parked at    " + event.parkedAt());
    lines.add("attempts     " + event.attempts());
    lines.add("fingerprint  " + shown(event.fingerprint()));
    lines.add("reason       " + shown(event.reason()));
    content
        .headers()
        .forEach(
            one -> lines.add("header       " + Table.cell(one.name()) + ": " + shown(one.value())));
    lines.add("payload      %d bytes".formatted(content.payloadBytes()));
    if (content.payload() != null) {
      String payload =
          content.payload().isString()
              ? content.payload().asString()
              : content.payload().toPrettyString();
      payload.lines().forEach(line -> lines.add("  " + Table.cell(line)));
    }
    lines.addAll(of(content.history()));
    return lines;
  }

  static List<String> ofPast(long number, List<ContentView.NoteView> history) {
    List<String> lines = new ArrayList<>();
    lines.add(
        history.isEmpty()
            ? "No event of the number " + number + " is parked, or was treated."
            : "Number " + number + " is parked no more:");
    lines.addAll(of(history));
    return lines;
  }

  private static List<String> of(List<ContentView.NoteView> history) {
    List<String> lines = new ArrayList<>();
    for (ContentView.NoteView note : history) {
      lines.add(
          "%s  %s by %s: %s%s"
              .formatted(
                  note.at(),
                  note.outcome(),
                  Table.cell(note.actor()),
                  Table.cell(note.reason()),
                  note.detail() == null ? "" : " (" + Table.cell(note.detail()) + ")"));
    }
    return lines;
  }

  static List<String> of(Report report) {
    if (report.events().isEmpty()) {
      return List.of("Nothing is parked that matches: nothing was done.");
    }
    Table table = new Table("NUMBER", "OUTCOME", "TYPE", "EVENT ID", "WHY");
    for (Report.Line one : report.events()) {
      table.row(one.number(), one.outcome(), one.type(), one.eventId(), one.why());
    }
    List<String> lines = new ArrayList<>(table.lines());
    lines.add((report.dryRun() ? "Dry run, nothing was done: " : "Done: ") + report.outcomes());
    if (report.cutOff()) {
      lines.add("An outage cut it off: what is NOT_REACHED stays parked. Run it again later.");
    }
    return lines;
  }

  static List<String> of(AdminDesk.Parking parking) {
    return List.of(
        switch (parking.outcome()) {
          case PARKED ->
              "Parked as number %d: redrive it once the cause is mended, or discard it."
                  .formatted(parking.number());
          case SETTLED ->
              "It took effect or was discarded before: there is nothing to park, and no order"
                  + " stands.";
          case ORDERED ->
              "Nothing came of it yet. The order stands for a day: the event is parked when a"
                  + " running service tries it and it meets an outage.";
        });
  }

  static List<String> of(InboxStatus status) {
    InboxStatus.Parked parked = status.parked();
    List<String> lines = new ArrayList<>();
    lines.add("consumer  " + status.consumer());
    lines.add(
        "parked    %d of at most %d events, of %d keys; %d of at most %d of one key"
            .formatted(
                parked.events(),
                parked.eventsMax(),
                parked.keys(),
                parked.mostOfOneKey(),
                parked.perKeyMax()));
    if (parked.oldest() != null) {
      lines.add("oldest    " + parked.oldest());
      lines.add("kinds     " + parked.byKind());
    }
    InboxStatus.Group group = status.group();
    lines.add(
        group == null
            ? "group     not known: the broker does not say"
            : "group     %s, %d members, %d records behind"
                .formatted(group.state(), group.members(), group.lagInAll()));
    return lines;
  }

  private static String shown(@Nullable Object value) {
    return value == null ? "-" : Table.cell(value.toString());
  }
}
