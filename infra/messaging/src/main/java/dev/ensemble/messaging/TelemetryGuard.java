package dev.ensemble.messaging;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Calls of an application's telemetry: filters and processors of other people's code run in them,
 * and what those throw must not become the failure of an event. It is logged by class, once for
 * each reason, as it comes with every event.
 */
final class TelemetryGuard {

  /** More is one fault in many shapes, and the log has shown enough. */
  static final int REASONS_MAX = 100;

  private static final Logger log = LoggerFactory.getLogger(TelemetryGuard.class);

  private final Set<String> logged = ConcurrentHashMap.newKeySet();

  void run(Runnable call) {
    try {
      call.run();
    } catch (RuntimeException | LinkageError failure) {
      passOver(failure);
    }
  }

  /** What the call answers; the other where it throws. */
  <T> T get(Supplier<T> call, T otherwise) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError failure) {
      passOver(failure);
      return otherwise;
    }
  }

  /** What the call answers; null where it throws. */
  <T> @Nullable T orNull(Supplier<@Nullable T> call) {
    try {
      return call.get();
    } catch (RuntimeException | LinkageError failure) {
      passOver(failure);
      return null;
    }
  }

  private void passOver(Throwable failure) {
    String reason = Reasons.of(failure) + " in " + Grounds.place(failure);
    if (logged.size() < REASONS_MAX && logged.add(reason)) {
      log.warn(
          "Tracing or metrics fail, and events go on without: {}; the same is not told again",
          reason);
    }
  }
}
