package dev.ensemble.relay;

/** How the process ends; a supervisor restarts it after any of them but the first. */
enum ExitCode {
  /** Asked to stop, and did. */
  STOPPED(0),
  /** A setting is wrong; Spring Boot's own code for a failed start. */
  MISCONFIGURED(1),
  /**
   * The set-up is wrong or rows would be lost; a person must act, a restart alone will not help.
   */
  REFUSED(2),
  /** What the source waits for did not come within its patience. */
  OUT_OF_PATIENCE(3),
  /** A send, the stream or the engine failed; a restart resumes from the slot. */
  FAILED(4),
  /** Nothing progressed for too long; a restart resumes from the slot. */
  STALLED(5),
  /** Another relay has taken the source over; a restart waits until it is free again. */
  FENCED(6),
  /** Told to recover: a restart publishes from the table and streams from a new slot. */
  RECOVERING(7);

  private final int number;

  ExitCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }
}
