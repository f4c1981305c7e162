package dev.ensemble.messaging.admin;

import static java.util.Objects.requireNonNull;

import dev.ensemble.messaging.ParkedPage;
import dev.ensemble.messaging.ParkedSelection;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Looks at what is parked. */
@Command(name = "parked", description = "Look at what is parked: list, group or show.")
final class ParkedCommand implements Runnable {
  @ParentCommand private @Nullable RootCommand root;
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Override
  public void run() {
    throw RootCommand.noCommand(spec);
  }

  @Command(description = "List parked events in their order, page by page.")
  int list(
      @Mixin ChoiceOptions choice,
      @Option(names = "--newest", description = "Newest first.") boolean newest,
      @Option(
              names = "--beyond",
              paramLabel = "N",
              description = "Go on beyond this number, the last one of the page before.")
          @Nullable Long beyond,
      @Option(
              names = "--limit",
              paramLabel = "LINES",
              defaultValue = "100",
              description = "How many at most, up to 1000 (default: 100).")
          int limit,
      @Mixin OutputOptions output) {
    ParkedSelection selection = choice.choice(false, null).orAll();
    ParkedPage page = Unclear.unless(() -> new ParkedPage(newest, beyond, limit));
    Disclosure disclosure = output.disclosure();
    return atDesk(
        desk -> {
          AdminDesk.Listing listing = desk.list(selection, page, disclosure);
          output.print(out(), listing, Lines.of(listing));
        });
  }

  @Command(description = "Count parked events by what they have in common.")
  int group(
      @Mixin ChoiceOptions choice,
      @Option(
              names = "--by",
              paramLabel = "WHAT",
              defaultValue = "fingerprint",
              description = "type, fingerprint, kind or key (default: fingerprint).")
          String by,
      @Mixin OutputOptions output) {
    ParkedSelection selection = choice.choice(false, null).orAll();
    Disclosure disclosure = output.disclosure();
    return atDesk(
        desk -> {
          AdminDesk.Grouping groups =
              desk.group(selection, by, ParkedPage.EVENTS_DEFAULT, disclosure);
          output.print(out(), groups, Lines.of(groups));
        });
  }

  @Command(description = "Show one event: attributes, headers, payload and what was done with it.")
  int show(
      @Parameters(paramLabel = "NUMBER", description = "As a list shows it.") long number,
      @Mixin OutputOptions output) {
    Disclosure disclosure = output.disclosure();
    return requireNonNull(root)
        .atDesk(
            desk -> {
              Optional<ContentView> content = desk.show(number, disclosure);
              if (content.isPresent()) {
                output.print(out(), content.get(), Lines.of(content.get()));
                return MessagingCommands.DONE;
              }
              List<ContentView.NoteView> history = desk.history(number, disclosure);
              output.print(out(), history, Lines.ofPast(number, history));
              return MessagingCommands.NOT_WELL;
            });
  }

  private int atDesk(Consumer<AdminDesk> command) {
    return requireNonNull(root)
        .atDesk(
            desk -> {
              command.accept(desk);
              return MessagingCommands.DONE;
            });
  }

  private PrintWriter out() {
    return requireNonNull(spec).commandLine().getOut();
  }
}
