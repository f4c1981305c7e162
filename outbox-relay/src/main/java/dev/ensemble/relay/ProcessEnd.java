package dev.ensemble.relay;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of the process: one clear line, the way out, and a deadline after which it is halted. A
 * restart inside the process is no choice: an engine that reports itself stopped may still hold the
 * slot (Debezium's dbz#2442), a process that is gone cannot.
 */
final class ProcessEnd implements Crash {
  private static final Logger log = LoggerFactory.getLogger(ProcessEnd.class);

  private final AtomicInteger exitCode = new AtomicInteger(ExitCode.STOPPED.number());

  @Override
  public void because(String source, RelayFailure failure) {
    if (!exitCode.compareAndSet(ExitCode.STOPPED.number(), failure.exitCode().number())) {
      return; // The first failure is the one to read; what follows it are its consequences.
    }
    log.error(
        "Source {} has failed; the relay ends with exit code {}. {}",
        source,
        failure.exitCode().number(),
        failure.getMessage());
    log.debug("The failure in full", failure);
    exit();
  }

  void misconfigured() {
    exitCode.set(ExitCode.MISCONFIGURED.number());
    exit();
  }

  /** Not in the caller's thread: System.exit waits for hooks that wait for the sources' threads. */
  private void exit() {
    int number = exitCode.get();
    Thread.ofPlatform().daemon().name("relay-exit").start(() -> System.exit(number));
  }

  /** From now on the process has that long to live. */
  void haltAfter(Duration deadline) {
    Thread.ofPlatform()
        .daemon()
        .name("relay-deadline")
        .start(
            () -> {
              try {
                Thread.sleep(deadline);
                log.warn("The relay is not stopped within {} and is halted", deadline);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              halt();
            });
  }

  /** The last act: a JVM that ends by SIGTERM would otherwise answer 143 for a clean stop. */
  void halt() {
    Runtime.getRuntime().halt(exitCode.get());
  }
}
