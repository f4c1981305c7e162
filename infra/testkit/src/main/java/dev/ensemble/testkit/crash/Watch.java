package dev.ensemble.testkit.crash;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Watches one call's statements, on the first connection that speaks, and stops that connection at
 * a point. The statements of other connections are none of the call's.
 */
final class Watch {
  private final @Nullable CrashPoint point;
  private final List<String> statements = new ArrayList<>();
  private final CompletableFuture<String> reached = new CompletableFuture<>();
  private @Nullable TappedConnection connection;
  private int strangers;

  Watch(@Nullable CrashPoint point) {
    this.point = point;
  }

  /**
   * Notes the statement that is about to go to the server.
   *
   * @return whether it is held here, for good
   */
  synchronized boolean holds(TappedConnection speaker, String statement) {
    // A pool asks with nothing whether a connection still lives, if it has rested for a while.
    if (statement.isEmpty()) {
      return false;
    }
    if (connection == null) {
      connection = speaker;
    }
    if (connection != speaker) {
      strangers++;
      return false;
    }
    statements.add(statement);
    if (point instanceof CrashPoint.Before before && before.number() == statements.size()) {
      reached.complete(statement);
      return true;
    }
    return false;
  }

  /** Whether what the server says to the last statement is kept from the process. */
  synchronized boolean withholdsResult(TappedConnection speaker) {
    return connection == speaker
        && point instanceof CrashPoint.Committed committed
        && committed.number() <= statements.size();
  }

  /** The server has finished all that it was sent, and the process does not know. */
  synchronized void resultWithheld() {
    reached.complete(statements.getLast());
  }

  /** The statement at which the call stands still. */
  CompletableFuture<String> reached() {
    return reached;
  }

  synchronized List<String> statements() {
    return List.copyOf(statements);
  }

  /** Statements of other connections meanwhile; a call that uses two is not watched whole. */
  synchronized int strangers() {
    return strangers;
  }

  synchronized int serverProcess() {
    return connection == null ? 0 : connection.serverProcess();
  }
}
