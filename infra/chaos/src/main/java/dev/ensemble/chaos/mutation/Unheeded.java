package dev.ensemble.chaos.mutation;

import java.util.Map;
import java.util.concurrent.Callable;
import net.bytebuddy.implementation.bind.annotation.SuperCall;

/**
 * Stands beside a mutant in the program that it is in, and needs nothing but the JDK there. Which
 * of its methods is taken follows from what the mutated one answers.
 */
public final class Unheeded {
  private Unheeded() {}

  /** Whatever the method says, it was fresh. */
  public static boolean fresh(@SuperCall Callable<?> method) throws Exception {
    Object unused = method.call();
    return true;
  }

  /** Whatever the method says, nothing was known. */
  public static Map<?, ?> nothingKnown(@SuperCall Callable<?> method) throws Exception {
    Object unused = method.call();
    return Map.of();
  }
}
