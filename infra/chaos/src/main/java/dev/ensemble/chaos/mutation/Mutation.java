package dev.ensemble.chaos.mutation;

import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A defence that is taken out of the running programs: its class, made anew from the one that the
 * build made, stands in front of it on the class path. Nothing in the programs knows of this.
 */
public enum Mutation {
  /** What was acted on is not remembered. */
  INBOX_INSERT_REMOVED,
  /** What was acted on is remembered, whether or not the transaction that acted is committed. */
  INBOX_INSERT_OUTSIDE,
  /** A row counts as published before the brokers have it. */
  RELAY_MARKS_EARLY;

  private static final Set<Program> SERVICES =
      Set.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);

  /** What a method does instead. */
  enum Deed {
    NOTHING,
    TRUE,
    /** The same, in a thread in which no transaction runs. */
    ELSEWHERE
  }

  /** All methods of that name do that instead. */
  record Change(String method, Deed deed) {}

  private String module() {
    return switch (this) {
      case INBOX_INSERT_REMOVED, INBOX_INSERT_OUTSIDE -> "infra/messaging";
      case RELAY_MARKS_EARLY -> "outbox-relay";
    };
  }

  private Set<Program> programs() {
    return switch (this) {
      case INBOX_INSERT_REMOVED, INBOX_INSERT_OUTSIDE -> SERVICES;
      case RELAY_MARKS_EARLY -> Set.of(Program.RELAY);
    };
  }

  private String className() {
    return switch (this) {
      case INBOX_INSERT_REMOVED, INBOX_INSERT_OUTSIDE ->
          "dev.ensemble.messaging.ProcessedEventsTable";
      case RELAY_MARKS_EARLY -> "dev.ensemble.relay.Receipt";
    };
  }

  private List<Change> changes() {
    return switch (this) {
      case INBOX_INSERT_REMOVED ->
          List.of(new Change("add", Deed.NOTHING), new Change("claim", Deed.TRUE));
      case INBOX_INSERT_OUTSIDE -> List.of(new Change("add", Deed.ELSEWHERE));
      case RELAY_MARKS_EARLY -> List.of(new Change("isAcknowledged", Deed.TRUE));
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The programs with this wrong.
   *
   * @param house the root of the source tree, where the built classes lie
   * @param folder for the changed ones; emptied first
   */
  public Mutants mutants(Path house, Path folder) {
    Path classes = folder.resolve(word());
    try {
      Files.createDirectories(classes);
      Path built = house.resolve(module()).resolve("target/classes");
      Mutant.write(className(), changes(), built, classes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the mutant " + word(), e);
    }
    return (program, settings) ->
        new Variant(
            programs().contains(program) ? List.of(classes) : List.of(),
            List.of(),
            settings,
            List.of());
  }
}
