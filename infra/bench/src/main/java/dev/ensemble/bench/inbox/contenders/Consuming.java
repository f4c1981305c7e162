package dev.ensemble.bench.inbox.contenders;

/** A contender at work; closed, it has finished what it had begun. */
interface Consuming extends AutoCloseable {

  /** How many records are done with, their transactions committed. */
  long done();

  @Override
  void close();
}
