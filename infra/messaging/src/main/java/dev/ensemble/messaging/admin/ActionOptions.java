package dev.ensemble.messaging.admin;

import dev.ensemble.messaging.Decision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What is done, to what, by whom and why. */
final class ActionOptions {
  @Option(names = "--all", description = "All that is parked, up to the limit.")
  boolean all;

  @Option(names = "--number", paramLabel = "N", description = "The one with this number.")
  @Nullable Long number;

  @Mixin ChoiceOptions choice = new ChoiceOptions();

  @Option(names = "--dry-run", description = "Only tell what would be done.")
  boolean dryRun;

  @Option(
      names = "--limit",
      paramLabel = "EVENTS",
      defaultValue = "100",
      description = "After how many events to end, at most 10000 (default: 100).")
  int limit;

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      required = true,
      description = "Why, for whoever looks into the audit later.")
  String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      showDefaultValue = Visibility.NEVER,
      description = "Who wants it; without it, the user of this machine.")
  String by = "";

  Decision decision() {
    return Unclear.unless(() -> new Decision(by, reason));
  }

  Choice chosen() {
    return choice.choice(all, number);
  }
}
