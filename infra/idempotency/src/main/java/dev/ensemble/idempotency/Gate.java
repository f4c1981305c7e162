package dev.ensemble.idempotency;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The calls that this process executes at the moment. It stands before the connection pool, so that
 * two hundred retries of one call cost neither a connection nor a place in the pool's queue. It is
 * as large as the number of threads that are at work on calls, and so bounded by the server's.
 */
final class Gate {
  private final Set<Command.Scope> running = ConcurrentHashMap.newKeySet();

  /** Whether the caller may go on; who may has to leave again. */
  boolean enter(Command.Scope scope) {
    return running.add(scope);
  }

  void leave(Command.Scope scope) {
    running.remove(scope);
  }
}
