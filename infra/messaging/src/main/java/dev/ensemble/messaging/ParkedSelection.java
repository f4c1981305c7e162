package dev.ensemble.messaging;

import java.util.UUID;

/** Which of a consumer's parked events are meant. */
public sealed interface ParkedSelection {

  /** All of them. */
  record All() implements ParkedSelection {}

  /** The one with this number, readable or not. */
  record Numbered(long number) implements ParkedSelection {}

  /** Those with this {@code ce_id}. */
  record WithId(UUID eventId) implements ParkedSelection {}

  /** Those of records with this key. */
  record OfKey(String key) implements ParkedSelection {}

  /** Those of this type, as it is listed. */
  record OfType(String type) implements ParkedSelection {}

  /** Those that failed alike. */
  record Alike(String fingerprint) implements ParkedSelection {}
}
