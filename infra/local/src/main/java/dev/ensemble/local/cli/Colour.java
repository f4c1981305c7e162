package dev.ensemble.local.cli;

import java.util.Map;

/** Colour for terminals; nothing but the text for files, pipes and whoever sets NO_COLOR. */
enum Colour {
  GREEN("32"),
  RED("31"),
  YELLOW("33"),
  DIM("2"),
  BOLD("1");

  private final String code;

  Colour(String code) {
    this.code = code;
  }

  String on(String text, boolean wanted) {
    return wanted ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }

  /** Whether colour is wanted; {@code NO_COLOR} counts when it is set to anything but nothing. */
  static boolean wanted(boolean terminal, Map<String, String> environment) {
    return terminal
        && environment.getOrDefault("NO_COLOR", "").isEmpty()
        && !environment.getOrDefault("TERM", "").equals("dumb");
  }
}
