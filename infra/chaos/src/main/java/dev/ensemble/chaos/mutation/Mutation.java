package dev.ensemble.chaos.mutation;

import dev.ensemble.chaos.system.SystemUnderTest.Mutants;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Variant;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
  /** What was acted on is remembered, and acted on again all the same. */
  INBOX_CLAIM_IGNORED,
  /** The broker hears that events are done with before anything has been done. */
  OFFSET_BEFORE_COMMIT,
  /** Facts are written after the commit of the change that they tell of. */
  OUTBOX_AFTER_COMMIT,
  /** Live events pass those of their key that are parked. */
  PARKED_OVERTAKEN,
  /**
   * A row counts as published before the brokers have it. With the relay at least once: a commit of
   * Kafka's transaction waits by itself, so that nobody could be too early there.
   */
  RELAY_MARKS_EARLY,
  /** An order that was cancelled forgets that it was when it hears of something. */
  CANCELLED_REVIVED,
  /** The provider is asked for a refund under another key each time. */
  REFUND_WITHOUT_KEY,
  /** What is kept of a call to know it again is of no call at all. */
  KEY_FINGERPRINT;

  private static final Map<String, String> AT_LEAST_ONCE =
      Map.of("RELAY_DELIVERY", "at-least-once");

  /** Whose class it is: in which module it is built, and which programs it runs in. */
  private enum Part {
    MESSAGING("infra/messaging"),
    IDEMPOTENCY("infra/idempotency"),
    RELAY("outbox-relay"),
    ORDER("order-service"),
    PAYMENT("payment-service");

    private final String module;

    Part(String module) {
      this.module = module;
    }

    private Set<Program> programs() {
      return switch (this) {
        case MESSAGING, IDEMPOTENCY -> Set.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);
        case RELAY -> Set.of(Program.RELAY);
        case ORDER -> Set.of(Program.ORDER);
        case PAYMENT -> Set.of(Program.PAYMENT);
      };
    }
  }

  /** All methods of that name do that instead. */
  record Change(String method, Deed deed) {}

  private Part part() {
    return switch (this) {
      case INBOX_INSERT_REMOVED,
          INBOX_INSERT_OUTSIDE,
          INBOX_CLAIM_IGNORED,
          OFFSET_BEFORE_COMMIT,
          OUTBOX_AFTER_COMMIT,
          PARKED_OVERTAKEN ->
          Part.MESSAGING;
      case RELAY_MARKS_EARLY -> Part.RELAY;
      case CANCELLED_REVIVED -> Part.ORDER;
      case REFUND_WITHOUT_KEY -> Part.PAYMENT;
      case KEY_FINGERPRINT -> Part.IDEMPOTENCY;
    };
  }

  /** The changed class, by its binary name. */
  String className() {
    return switch (this) {
      case INBOX_INSERT_REMOVED, INBOX_INSERT_OUTSIDE, INBOX_CLAIM_IGNORED ->
          "dev.ensemble.messaging.ProcessedEventsTable";
      case OFFSET_BEFORE_COMMIT -> "dev.ensemble.messaging.InboxWorker";
      case OUTBOX_AFTER_COMMIT -> "dev.ensemble.messaging.OutboxBuffer";
      case PARKED_OVERTAKEN -> "dev.ensemble.messaging.ParkingTable";
      case RELAY_MARKS_EARLY -> "dev.ensemble.relay.Receipt";
      case CANCELLED_REVIVED -> "dev.ensemble.order.domain.Knowledge";
      case REFUND_WITHOUT_KEY -> "dev.ensemble.payment.domain.ProviderCall$GiveBack";
      case KEY_FINGERPRINT -> "dev.ensemble.idempotency.Fingerprint";
    };
  }

  private List<Change> changes() {
    return switch (this) {
      case INBOX_INSERT_REMOVED ->
          List.of(new Change("add", Deed.NOTHING), new Change("claim", Deed.TRUE));
      case INBOX_INSERT_OUTSIDE -> List.of(new Change("add", Deed.ELSEWHERE));
      case INBOX_CLAIM_IGNORED ->
          List.of(new Change("remember", Deed.UNHEEDED), new Change("claim", Deed.UNHEEDED));
      case OFFSET_BEFORE_COMMIT -> List.of(new Change("take", Deed.TOO_EARLY));
      case OUTBOX_AFTER_COMMIT -> List.of(new Change("beforeCommit", Deed.AFTER_COMMIT));
      case PARKED_OVERTAKEN -> List.of(new Change("lockShared", Deed.EMPTY_SET));
      case RELAY_MARKS_EARLY -> List.of(new Change("isAcknowledged", Deed.TRUE));
      case CANCELLED_REVIVED -> List.of(new Change("with", Deed.REVIVED));
      case REFUND_WITHOUT_KEY -> List.of(new Change("key", Deed.ANEW));
      case KEY_FINGERPRINT -> List.of(new Change("bytes", Deed.ANEW));
    };
  }

  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Those that are not as they should be. */
  public Set<Program> programs() {
    return part().programs();
  }

  /** What a program must be told for the defence to be one; empty for most. */
  public Map<String, String> settings(Program program) {
    return this == RELAY_MARKS_EARLY && program == Program.RELAY ? AT_LEAST_ONCE : Map.of();
  }

  /**
   * Writes the changed class, and what it needs beside it.
   *
   * @param house the root of the source tree, where the built classes lie
   * @param classes a folder that stands in front of a program's own classes
   */
  public void write(Path house, Path classes) {
    try {
      Files.createDirectories(classes);
      Path built = house.resolve(part().module).resolve("target/classes");
      Mutant.write(className(), changes(), built, classes);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the mutant " + word(), e);
    }
  }

  /**
   * The programs with this wrong from their start.
   *
   * @param house the root of the source tree, where the built classes lie
   * @param folder for the changed ones
   */
  public Mutants mutants(Path house, Path folder) {
    Path classes = folder.resolve(word());
    write(house, classes);
    return started(classes);
  }

  /**
   * The programs with this wrong whenever it lies in the folder at their start; as long as that is
   * empty, they are as they should be.
   *
   * @param classes that of {@link #write}
   */
  public Mutants started(Path classes) {
    return (program, settings) -> {
      Map<String, String> told = new HashMap<>(settings);
      told.putAll(settings(program));
      return new Variant(
          programs().contains(program) ? List.of(classes) : List.of(), List.of(), told, List.of());
    };
  }
}
