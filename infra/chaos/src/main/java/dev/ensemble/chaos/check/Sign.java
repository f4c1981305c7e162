package dev.ensemble.chaos.check;

/**
 * Something that must have happened, or else nothing was shown by its harmlessness.
 *
 * @param what in words
 * @param times how often it was seen, at least
 * @param required whether a run without it proves nothing
 */
public record Sign(String what, long times, boolean required) {

  /** Whether the run is no proof for want of this. */
  public boolean isMissing() {
    return required && times == 0;
  }
}
