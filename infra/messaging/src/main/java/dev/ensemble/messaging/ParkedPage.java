package dev.ensemble.messaging;

import org.jspecify.annotations.Nullable;

/**
 * A part of a list of parked events.
 *
 * @param beyond the number of the last event of the page before; null for the first page
 * @param eventsMax how many events it has at most, from 1 to {@link #EVENTS_MAX}
 */
public record ParkedPage(boolean newestFirst, @Nullable Long beyond, int eventsMax) {

  /** What a person scrolls through; more is asked for page by page. */
  public static final int EVENTS_DEFAULT = 100;

  /** Bounds an answer's size: a line of a list is at most some 3 kB. */
  public static final int EVENTS_MAX = 1_000;

  /**
   * @throws IllegalArgumentException where it is too large, or empty
   */
  public ParkedPage {
    if (eventsMax < 1 || eventsMax > EVENTS_MAX) {
      throw new IllegalArgumentException(
          "a page has from 1 to " + EVENTS_MAX + " lines, not " + eventsMax);
    }
  }

  /** The first page of the usual size, oldest first. */
  public static ParkedPage first() {
    return new ParkedPage(false, null, EVENTS_DEFAULT);
  }
}
