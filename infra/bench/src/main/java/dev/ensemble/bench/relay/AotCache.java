package dev.ensemble.bench.relay;

import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a JVM has learned in one run, for its next start: classes loaded and linked, and which
 * methods are worth compiling (JEP 483, 514, 515). Our relay's README recommends it.
 */
final class AotCache {
  /** Before, it took two steps, and no profiles were kept. */
  private static final int FIRST_JAVA = 25;

  private final Path file;

  AotCache(Path folder, Contender contender) {
    this.file = folder.resolve(contender.word() + ".aot");
  }

  static boolean possible() {
    return Runtime.version().feature() >= FIRST_JAVA;
  }

  /** For the run that is learned from; the cache is written when it ends. */
  List<String> training(List<String> jvm) {
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return and(and(jvm, "-XX:AOTCacheOutput=" + file), "-Xlog:aot*=error");
  }

  void requireMade() {
    if (!Files.exists(file)) {
      throw new Refusal("the training run has left no " + file);
    }
  }

  /** Ends the JVM where the cache does not fit it, rather than measuring something else. */
  List<String> with(List<String> jvm) {
    return and(and(jvm, "-XX:AOTCache=" + file), "-XX:AOTMode=on");
  }

  private static List<String> and(List<String> jvm, String option) {
    List<String> more = new ArrayList<>(jvm);
    more.add(option);
    return more;
  }
}
