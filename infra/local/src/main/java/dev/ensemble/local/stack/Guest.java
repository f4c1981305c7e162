package dev.ensemble.local.stack;

import java.util.regex.Pattern;

/**
 * A service of somebody's own, run beside ours by hand: here it has its database, its roles and its
 * topic.
 *
 * @param name the word in the names of all of them, 1 to 30 of a-z, 0-9 and _, beginning with a
 *     letter
 */
public record Guest(String name) {
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,29}");

  /**
   * @throws Refusal where the name is none, or is taken
   */
  public Guest {
    boolean taken = name.equals(Databases.RELAY) || name.equals(Databases.READER);
    for (Program program : Program.values()) {
      taken |= name.equals(program.shortName());
    }
    if (!NAME.matcher(name).matches() || taken) {
      throw new Refusal(
          "--beside takes a name of up to 30 small letters, digits and '_' that is not one of ours, not '%s'"
              .formatted(name));
    }
  }

  public String database() {
    return name + "_service";
  }

  public String topic() {
    return name + ".events";
  }

  String owner() {
    return name + "_owner";
  }

  String app() {
    return name + "_app";
  }
}
