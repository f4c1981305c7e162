package dev.ensemble.chaos.mutation;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import org.jspecify.annotations.Nullable;

/** Stands beside a mutant in the program that it is in, and needs nothing but the JDK there. */
public final class Elsewhere {
  private Elsewhere() {}

  /** Runs the method as it was, but where no transaction is: each of its statements commits. */
  @RuntimeType
  public static @Nullable Object run(@SuperCall Callable<?> method) throws Exception {
    FutureTask<?> task = new FutureTask<>(method);
    Thread.ofPlatform().start(task);
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Exception cause) {
        throw cause;
      }
      throw e;
    }
  }
}
