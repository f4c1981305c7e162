package dev.ensemble.messaging.admin;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which events are meant. */
final class ChoiceOptions {
  @Option(names = "--id", paramLabel = "UUID", description = "The event with this ce_id.")
  @Nullable String id;

  @Option(names = "--key", paramLabel = "KEY", description = "Those of records with this key.")
  @Nullable String key;

  @Option(names = "--type", paramLabel = "TYPE", description = "Those of this type.")
  @Nullable String type;

  @Option(
      names = "--fingerprint",
      paramLabel = "HEX",
      description = "Those that failed alike, as a list shows them.")
  @Nullable String fingerprint;

  Choice choice(boolean all, @Nullable Long number) {
    return new Choice(all, number, id, key, type, fingerprint);
  }
}
