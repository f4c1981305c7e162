package dev.ensemble.chaos.mutation;

import java.util.concurrent.Callable;
import net.bytebuddy.implementation.bind.annotation.RuntimeType;
import net.bytebuddy.implementation.bind.annotation.SuperCall;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** Stands beside a mutant in the program that it is in, which has Spring's transactions. */
public final class AfterCommit implements TransactionSynchronization {
  private final Callable<?> method;

  private AfterCommit(Callable<?> method) {
    this.method = method;
  }

  /** Runs the method as it was when the running transaction is committed, and outside of it. */
  @RuntimeType
  public static @Nullable Object run(@SuperCall Callable<?> method) {
    TransactionSynchronizationManager.registerSynchronization(new AfterCommit(method));
    return null;
  }

  @Override
  public void afterCommit() {
    try {
      Object unused = Elsewhere.run(method);
    } catch (Exception e) {
      throw new IllegalStateException("what was to be told after the commit was not", e);
    }
  }
}
