package dev.ensemble.payment.application;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Runs two tasks in a thread each, both let go at one moment. */
final class Together {
  private static final int SECONDS_MAX = 60;

  private Together() {}

  /** The results of both, in that order. */
  static <T> List<T> run(Callable<T> one, Callable<T> other) throws Exception {
    CyclicBarrier start = new CyclicBarrier(2);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      Future<T> first = threads.submit(() -> startedAt(start, one));
      Future<T> second = threads.submit(() -> startedAt(start, other));
      return List.of(resultOf(first), resultOf(second));
    }
  }

  private static <T> T startedAt(CyclicBarrier start, Callable<T> task) throws Exception {
    start.await(SECONDS_MAX, TimeUnit.SECONDS);
    return task.call();
  }

  private static <T> T resultOf(Future<T> task) throws Exception {
    try {
      return task.get(SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Exception cause ? cause : e;
    }
  }
}
