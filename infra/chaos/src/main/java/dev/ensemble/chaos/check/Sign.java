package dev.ensemble.chaos.check;

/**
 * Something that must have happened, or else nothing was shown by its harmlessness.
 *
 * @param what in words
 * @param times how often it was seen, at least
 * @param least a run in which it was seen less often proves nothing; 0 where it is only told
 */
public record Sign(String what, long times, long least) {

  /** Whether the run is no proof for want of this. */
  public boolean isMissing() {
    return times < least;
  }
}
