package dev.ensemble.payment.stdio;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process that is driven over standard input. */
public final class Stdio {
  private static final String OPTION = "--stdio";
  private static final int FAILED = 1;

  /** A command takes milliseconds; one that waits for a lock gives it up in 5 s. */
  private static final Duration LAST_ANSWER_TIME_MAX = Duration.ofSeconds(6);

  private Stdio() {}

  public static boolean isAskedFor(String... args) {
    return List.of(args).contains(OPTION);
  }

  /** Answers until standard input ends, or SIGTERM comes; then ends the process. */
  public static void run(String... args) throws IOException {
    // Whatever prints, a logger or a library, prints to standard error from here on.
    OutputStream out = new FileOutputStream(FileDescriptor.out);
    System.setOut(System.err);
    Backend backend = Backend.begin(args);
    Conversation conversation = new Conversation(System.in, out, backend);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(conversation, backend), "stop"));
    conversation.run();
    // Everything else happens in the hook, as it does after a signal.
    System.exit(0);
  }

  private static void stop(Conversation conversation, Backend backend) {
    Logger log = LoggerFactory.getLogger(Stdio.class);
    try {
      conversation.stop(LAST_ANSWER_TIME_MAX);
      backend.stop();
    } catch (InterruptedException | RuntimeException e) {
      log.warn("The process ends without stopping everything", e);
    }
    // A JVM that ends by SIGTERM would otherwise answer 143 for a clean stop.
    Runtime.getRuntime().halt(backend.isSound() ? 0 : FAILED);
  }
}
