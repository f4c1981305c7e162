package dev.ensemble.messaging;

import java.io.Serial;

/** A setting that something needs which is there. */
final class SettingMissing extends IllegalStateException {
  @Serial private static final long serialVersionUID = 1L;

  private final String action;

  /**
   * @param what the problem, in a sentence
   * @param action what there is to do, in a sentence
   */
  SettingMissing(String what, String action) {
    super(what);
    this.action = action;
  }

  String action() {
    return action;
  }
}
