package dev.ensemble.messaging;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.TraceContext;
import io.micrometer.tracing.Tracer;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A real tracer with a break in it: it does what it does, and then throws where a test says. */
final class Breaking {

  /** What a tracer gives out breaks as well; contexts are only read by others. */
  private static final List<Class<?>> PARTS =
      List.of(Span.Builder.class, Span.class, Tracer.SpanInScope.class, TraceContext.Builder.class);

  private final Set<String> calls = ConcurrentHashMap.newKeySet();
  private volatile String method = "";
  private volatile boolean thrown;

  private final class Handler implements InvocationHandler {
    private final Object target;

    Handler(Object target) {
      this.target = target;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method called, @Nullable Object @Nullable [] arguments) throws Throwable {
      for (int i = 0; arguments != null && i < arguments.length; i++) {
        arguments[i] = inside(arguments[i]);
      }
      try {
        Object answer = called.invoke(target, arguments);
        calls.add(called.getName());
        if (method.equals(called.getName()) || method.equals("*")) {
          thrown = true;
          throw new IllegalStateException("a break in " + called.getName());
        }
        return answer == null ? null : outside(called.getReturnType(), answer);
      } catch (InvocationTargetException failed) {
        throw failed.getCause();
      }
    }
  }

  private static @Nullable Object inside(@Nullable Object argument) {
    return argument != null
            && Proxy.isProxyClass(argument.getClass())
            && Proxy.getInvocationHandler(argument) instanceof Handler handler
        ? handler.target
        : argument;
  }

  private Object outside(Class<?> type, Object answer) {
    return PARTS.contains(type) ? around(type, answer) : answer;
  }

  <T> T around(Class<? extends T> type, Object target) {
    return type.cast(
        Proxy.newProxyInstance(
            Breaking.class.getClassLoader(), new Class<?>[] {type}, new Handler(target)));
  }

  /** From now on; the empty name is nowhere, and a star is everywhere. */
  void at(String name) {
    method = name;
    thrown = false;
  }

  boolean hasThrown() {
    return thrown;
  }

  Set<String> calls() {
    return calls;
  }
}
