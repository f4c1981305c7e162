package dev.ensemble.messaging;

/**
 * Who does something with parked events, and why; both are written into the audit.
 *
 * @param actor a person, or what works for one; at most 255 characters
 * @param reason at most 1,000 characters
 */
public record Decision(String actor, String reason) {
  private static final int ACTOR_LENGTH_MAX = 255;
  private static final int REASON_LENGTH_MAX = 1_000;

  public Decision {
    require(actor, ACTOR_LENGTH_MAX, "who decides");
    require(reason, REASON_LENGTH_MAX, "the reason");
  }

  private static void require(String text, int lengthMax, String name) {
    if (text.isBlank()
        || text.length() > lengthMax
        || text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          name + " must be said, in one line of at most " + lengthMax + " characters");
    }
  }
}
