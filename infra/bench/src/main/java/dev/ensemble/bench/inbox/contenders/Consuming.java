package dev.ensemble.bench.inbox.contenders;

/** A contender at work; closed, it has finished what it had begun. */
interface Consuming extends AutoCloseable {

  /** What became of the records so far. */
  Tally tally();

  @Override
  void close();
}
