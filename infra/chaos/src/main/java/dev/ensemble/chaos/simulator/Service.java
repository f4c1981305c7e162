package dev.ensemble.chaos.simulator;

import java.util.Locale;

/** The services of the saga. Each tells its facts on a topic of its own. */
enum Service {
  ORDER,
  PAYMENT,
  INVENTORY;

  /** Its name as a consumer. */
  String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  String topic() {
    return title() + ".events";
  }
}
