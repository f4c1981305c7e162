package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.Decision;
import dev.ensemble.messaging.Park;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Has an event parked that meets an outage as often as it is tried. */
@Command(
    name = "park",
    description = {
      "Have an event parked that holds up its partition for an outage of its own making. It is"
          + " parked when the running service tries it next and it meets an outage again; one that"
          + " goes through is not."
    })
final class ParkCommand implements Callable<Integer> {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--id",
      paramLabel = "UUID",
      required = true,
      description = "The event's ce_id, as the log and health name it.")
  private String id = "";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      defaultValue = "45",
      description = "How long to wait for what comes of it, up to 60 (default: 45).")
  private int seconds;

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

  @Override
  public Integer call() {
    Park.Order order =
        Unclear.unless(
            () ->
                new Park.Order(
                    Choice.eventId(id), new Decision(by, reason), Duration.ofSeconds(seconds)));
    return requireNonNull(root)
        .atDesk(
            desk -> {
              AdminDesk.Parking parking = desk.park(order);
              output.print(requireNonNull(spec).commandLine().getOut(), parking, Lines.of(parking));
              return parking.outcome() == Park.Outcome.PARKED
                  ? MessagingCommands.DONE
                  : MessagingCommands.NOT_WELL;
            });
  }
}
