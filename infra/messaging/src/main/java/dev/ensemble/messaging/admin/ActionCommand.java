package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.Decision;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/**
 * Does something to what is parked and tells what became of each event.
 *
 * @param <O> what it is told to do
 */
abstract class ActionCommand<O> implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(names = "--all", description = "All that is parked, up to the limit.")
  private boolean all;

  @Mixin private ChoiceOptions choice = new ChoiceOptions();

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
  private String reason = "";

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      showDefaultValue = Visibility.NEVER,
      description = "Who wants it; without it, the user of this machine.")
  private String by = "";

  @Mixin private OutputOptions output = new OutputOptions();

  /** From what was said; what does not fit together is an {@link IllegalArgumentException}. */
  abstract O order();

  abstract Report carriedOut(AdminDesk desk, O order, Disclosure disclosure);

  final Decision decision() {
    return new Decision(by, reason);
  }

  /** A number means one event to some and a key to others, so each says it in its own words. */
  final Choice chosen(@Nullable Long number) {
    return choice.choice(all, number);
  }

  /** All that is parked may be nothing; whoever names something that is not there, errs. */
  private boolean isDone(Report report) {
    return report.complete() && (all || !report.events().isEmpty());
  }

  @Override
  public final Integer call() {
    Disclosure disclosure = output.disclosure();
    O order = Unclear.unless(this::order);
    return requireNonNull(root)
        .atDesk(
            desk -> {
              Report report = carriedOut(desk, order, disclosure);
              output.print(requireNonNull(spec).commandLine().getOut(), report, Lines.of(report));
              return isDone(report) ? MessagingCommands.DONE : MessagingCommands.NOT_WELL;
            });
  }
}
