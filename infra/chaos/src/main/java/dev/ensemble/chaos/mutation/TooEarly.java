package dev.ensemble.chaos.mutation;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.concurrent.Callable;
import net.bytebuddy.implementation.bind.annotation.Argument;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import net.bytebuddy.implementation.bind.annotation.This;
import org.jspecify.annotations.Nullable;

/** Stands beside a mutant in the program that it is in, and needs nothing but the JDK there. */
public final class TooEarly {
  private static final String FIELD = "offsets";
  private static final String METHOD = "commit";

  private TooEarly() {}

  /** Runs the method as it was, after the worker has committed where its consumer stands. */
  @RuntimeType
  public static @Nullable Object run(
      @SuperCall Callable<?> method, @This Object worker, @Argument(0) Object consumer)
      throws Exception {
    Field field = worker.getClass().getDeclaredField(FIELD);
    field.setAccessible(true);
    Object offsets = field.get(worker);
    for (Method one : offsets.getClass().getDeclaredMethods()) {
      if (one.getName().equals(METHOD)) {
        one.setAccessible(true);
        Object unused = one.invoke(offsets, consumer);
      }
    }
    return method.call();
  }
}
