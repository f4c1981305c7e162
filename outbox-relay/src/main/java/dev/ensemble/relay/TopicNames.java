package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import org.jspecify.annotations.Nullable;

/**
 * Topics' names, of which rows repeat a few: each is made a String and looked over once. Where two
 * share a place the later one takes it.
 */
final class TopicNames {
  private static final int PLACES = 64;
  // Kafka's own limit: it names directories after topics.
  private static final int LENGTH_MAX = 249;

  private static final String OTHER_SIGNS = "._-";

  private final byte[][] bytes = new byte[PLACES][];
  private final String[] names = new String[PLACES];

  /** Null where no topic can have that name. */
  @Nullable String of(Bytes name) {
    int hash = name.hash();
    int place = (hash ^ hash >>> 16) & (PLACES - 1);
    byte[] known = bytes[place];
    if (known != null && name.holds(known)) {
      return names[place];
    }
    byte[] copy = name.copy();
    if (!isLegal(copy)) {
      return null;
    }
    bytes[place] = copy;
    names[place] = new String(copy, UTF_8);
    return names[place];
  }

  private static boolean isLegal(byte[] name) {
    if (name.length == 0 || name.length > LENGTH_MAX) {
      return false;
    }
    boolean onlyDots = name.length <= 2;
    for (byte sign : name) {
      // Bytes below 0 are parts of signs beyond ASCII.
      boolean legal =
          sign > 0 && (Character.isLetterOrDigit(sign) || OTHER_SIGNS.indexOf(sign) >= 0);
      if (!legal) {
        return false;
      }
      onlyDots &= sign == '.';
    }
    return !onlyDots;
  }
}
