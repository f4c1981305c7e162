package dev.ensemble.messaging;

import java.time.Duration;

/** What is said where a setting makes no sense. */
final class SettingRules {
  private SettingRules() {}

  static void between(long least, long value, long most, String name) {
    require(
        least <= value && value <= most,
        name,
        "must be from " + least + " to " + most + ", not " + value);
  }

  static void between(Duration least, Duration value, Duration most, String name) {
    require(
        least.compareTo(value) <= 0 && value.compareTo(most) <= 0,
        name,
        "must be from " + least + " to " + most + ", not " + value);
  }

  static void require(boolean holds, String name, String rule) {
    if (!holds) {
      throw new IllegalArgumentException("ensemble.messaging." + name + " " + rule);
    }
  }
}
