package dev.ensemble.relay;

/** The answer of one look at a source before it may stream. */
sealed interface Verdict {
  /** Everything stands; the slot exists and is free. */
  record Ready() implements Verdict {}

  /** Everything stands but the slot, which has never been made, or was lost. */
  record SlotMissing() implements Verdict {}

  /** Something does not exist or does not answer yet, which time may mend. */
  record NotYet(String reason) implements Verdict {}

  /** Somebody reads the slot; a dead reader's session ends within the server's own timeout. */
  record SlotTaken(String reader) implements Verdict {}

  /** Another relay makes the slot, and publishes from the table before that. */
  record SlotBeingMade(String maker) implements Verdict {}

  /** Time will not mend this. */
  record Refused(String reason, String remedy) implements Verdict {
    RelayFailure failure() {
      return new RelayFailure(
          ExitCode.REFUSED, "Refused: %s. What to do: %s.".formatted(reason, remedy), null);
    }
  }
}
