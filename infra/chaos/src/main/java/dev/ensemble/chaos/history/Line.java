package dev.ensemble.chaos.history;

import tools.jackson.databind.JsonNode;

/**
 * One line of a history, read again.
 *
 * @param number from 1
 * @param atMillis since the epoch, by the clock of the machine that all of it ran on
 */
public record Line(int number, long atMillis, Happening what, JsonNode details) {

  /** Empty where nothing stands under the name. */
  public String text(String name) {
    return details.path(name).asString("");
  }

  /** Zero where nothing stands under the name. */
  public long number(String name) {
    return details.path(name).asLong(0);
  }

  public boolean isTrue(String name) {
    return details.path(name).asBoolean(false);
  }

  public boolean has(String name) {
    return details.has(name);
  }
}
