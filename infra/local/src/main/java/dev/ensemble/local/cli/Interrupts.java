package dev.ensemble.local.cli;

import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ctrl-C, SIGTERM and a closing terminal: the first asks the main thread to stop everything in
 * order, the next ones end everything at once.
 */
final class Interrupts {
  private static final Map<String, Integer> SIGNALS = Map.of("HUP", 1, "INT", 2, "TERM", 15);

  private final AtomicInteger first = new AtomicInteger();
  private final Runnable stop;
  private final Runnable hurry;

  private Interrupts(Runnable stop, Runnable hurry) {
    this.stop = stop;
    this.hurry = hurry;
  }

  static Interrupts install(Runnable stop, Runnable hurry) {
    Interrupts interrupts = new Interrupts(stop, hurry);
    SIGNALS.forEach((name, number) -> handle(name, () -> interrupts.arrived(number)));
    return interrupts;
  }

  /** The signal that asked us to stop, 0 for none. */
  int signal() {
    return first.get();
  }

  private void arrived(int number) {
    if (first.compareAndSet(0, number)) {
      stop.run();
    } else {
      hurry.run();
    }
  }

  /** Shutdown hooks cannot tell a first Ctrl-C from a second; the JDK's own handlers can. */
  private static void handle(String name, Runnable action) {
    try {
      // By reflection, because the class has no place in the specification that we compile against.
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object ours =
          Proxy.newProxyInstance(
              Interrupts.class.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> {
                action.run();
                return null;
              });
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance(name), ours);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("this JVM does not let us handle SIG" + name, e);
    }
  }
}
