package dev.ensemble.chaos.mutation;

import java.util.Collections;
import java.util.Set;
import net.bytebuddy.implementation.FixedValue;
import net.bytebuddy.implementation.Implementation;
import net.bytebuddy.implementation.MethodCall;
import net.bytebuddy.implementation.MethodDelegation;
import net.bytebuddy.implementation.StubMethod;

/** What a method does instead. */
enum Deed {
  NOTHING,
  TRUE,
  EMPTY_SET,
  /** The same, in a thread in which no transaction runs. */
  ELSEWHERE,
  /** The same, when the transaction is over. */
  AFTER_COMMIT,
  /** The same, and answers as if nothing had been there before. */
  UNHEEDED,
  /** Answers something else each time. */
  ANEW,
  /** The same, after the broker was told that it is done. */
  TOO_EARLY,
  /** The same, but what was cancelled is not any more. */
  REVIVED;

  Implementation implementation() {
    return switch (this) {
      case NOTHING -> StubMethod.INSTANCE;
      case TRUE -> FixedValue.value(true);
      case EMPTY_SET -> emptySet();
      case ELSEWHERE -> MethodDelegation.to(Elsewhere.class);
      case AFTER_COMMIT -> MethodDelegation.to(AfterCommit.class);
      case UNHEEDED -> MethodDelegation.to(Unheeded.class);
      case ANEW -> MethodDelegation.to(Anew.class);
      case TOO_EARLY -> MethodDelegation.to(TooEarly.class);
      case REVIVED -> MethodDelegation.to(Revived.class);
    };
  }

  private static Implementation emptySet() {
    try {
      return MethodCall.invoke(Collections.class.getMethod("emptySet"));
    } catch (NoSuchMethodException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  /** What must stand beside the mutant in its program. */
  Set<Class<?>> helpers() {
    return switch (this) {
      case NOTHING, TRUE, EMPTY_SET -> Set.of();
      case ELSEWHERE -> Set.of(Elsewhere.class);
      case AFTER_COMMIT -> Set.of(AfterCommit.class, Elsewhere.class);
      case UNHEEDED -> Set.of(Unheeded.class);
      case ANEW -> Set.of(Anew.class);
      case TOO_EARLY -> Set.of(TooEarly.class);
      case REVIVED -> Set.of(Revived.class);
    };
  }
}
