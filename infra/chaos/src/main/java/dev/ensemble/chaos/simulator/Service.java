package dev.ensemble.chaos.simulator;

import java.util.Locale;

/** The services of the saga. Each tells its facts on a topic of its own. */
enum Service {
  ORDER(0),
  PAYMENT(1),
  INVENTORY(2);

  private static final Service[] ALL = values();

  private final int place;

  Service(int place) {
    this.place = place;
  }

  static Service at(int place) {
    return ALL[place];
  }

  static int count() {
    return ALL.length;
  }

  /** Where it stands among all of them. */
  int place() {
    return place;
  }

  /** Its name as a consumer. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  String topic() {
    return title() + ".events";
  }
}
