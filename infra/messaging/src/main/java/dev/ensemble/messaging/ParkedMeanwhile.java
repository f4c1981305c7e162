package dev.ensemble.messaging;

import java.io.Serial;
import java.util.List;
import java.util.Set;

/** Events of a batch are parked, which its claims have found: it is to run without them. */
final class ParkedMeanwhile extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Set<ProcessedEventsTable.Entry> parked;

  /**
   * @param parked one at least
   */
  ParkedMeanwhile(Set<ProcessedEventsTable.Entry> parked) {
    super(parked.size() + " events of the batch are parked");
    this.parked = parked;
  }

  /** What is left to do: a parked event is settled until somebody decides. */
  <F> List<Reading<F>> without(List<Reading<F>> batch) {
    return batch.stream().filter(one -> !isParked(one)).toList();
  }

  private boolean isParked(Reading<?> one) {
    return one instanceof Reading.Fact<?> fact && parked.contains(fact.entry());
  }
}
