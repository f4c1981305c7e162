package dev.ensemble.bench.common;

/**
 * Ends what would stay where Ctrl-C ends this JVM, because it has a session of its own. Closed, it
 * does no more: what it would end has ended.
 */
public final class AtExit implements AutoCloseable {
  private final Thread hook;

  /**
   * @param end may find that there is nothing left to do
   */
  public AtExit(Runnable end) {
    hook = new Thread(end);
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException shuttingDown) {
      // It runs already, and finds nothing left to end.
    }
  }
}
