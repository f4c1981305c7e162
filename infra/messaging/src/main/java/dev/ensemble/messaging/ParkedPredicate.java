package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** A selection in the words of SQL, over the table of parked events. */
final class ParkedPredicate {
  private ParkedPredicate() {}

  static String condition(ParkedSelection selection) {
    return switch (selection) {
      case ParkedSelection.All all -> "true";
      case ParkedSelection.Numbered one -> "number = ?";
      case ParkedSelection.WithId one -> "event_id = ?";
      case ParkedSelection.OfKey those -> "key = ?";
      case ParkedSelection.OfType those -> "type = ?";
      case ParkedSelection.Alike those -> "fingerprint = ?";
    };
  }

  static List<Object> values(ParkedSelection selection) {
    return switch (selection) {
      case ParkedSelection.All all -> List.of();
      case ParkedSelection.Numbered one -> List.of(one.number());
      case ParkedSelection.WithId one -> List.of(one.eventId());
      case ParkedSelection.OfKey those -> List.of(those.key().getBytes(StandardCharsets.UTF_8));
      case ParkedSelection.OfType those -> List.of(those.type());
      case ParkedSelection.Alike those -> List.of(those.fingerprint());
    };
  }
}
