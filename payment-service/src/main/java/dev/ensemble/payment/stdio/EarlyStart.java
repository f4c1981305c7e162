package dev.ensemble.payment.stdio;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds out, before Spring has read its settings, whether the process brings its database along and
 * where: a first answer waits for the database, and reading the settings takes a third of that
 * time. It says so only where there is no place from which another setting could come; in doubt the
 * database waits for Spring.
 */
final class EarlyStart {
  static final Path FOLDER = Path.of(".payment-stdio");

  private static final String DATA = "--payment.stdio.data=";

  /** Settings of our own, which say nothing about databases. */
  private static final String OURS = "--payment.saga-steps.";

  private static final Path SECRETS = Path.of("/run/secrets");

  private EarlyStart() {}

  /** The folder of the database that the process brings along; empty where it is not sure yet. */
  static Optional<Path> folder(String... args) {
    return folder(List.of(args), System.getenv(), Path.of(""), SECRETS);
  }

  static Optional<Path> folder(
      List<String> args, Map<String, String> environment, Path here, Path secrets) {
    List<String> data = args.stream().filter(one -> one.startsWith(DATA)).toList();
    boolean sure =
        data.size() <= 1
            && args.stream().allMatch(EarlyStart::isUnderstood)
            && environment.keySet().stream().noneMatch(EarlyStart::isSetting)
            && propertyNames().stream().noneMatch(EarlyStart::isSetting)
            && !Files.exists(secrets)
            && !hasSettings(here);
    if (!sure) {
      return Optional.empty();
    }
    return Optional.of(data.isEmpty() ? FOLDER : Path.of(data.getFirst().substring(DATA.length())));
  }

  /** Only Spring knows what a placeholder stands for. */
  private static boolean isUnderstood(String argument) {
    return argument.equals("--stdio")
        || argument.startsWith(OURS)
        || (argument.startsWith(DATA) && !argument.contains("${"));
  }

  private static Collection<String> propertyNames() {
    return System.getProperties().stringPropertyNames();
  }

  /** Spring reads a name in any case, and with any of '.', '_' and '-' between its words. */
  private static boolean isSetting(String name) {
    String plain = name.toLowerCase(Locale.ROOT);
    return plain.startsWith("spring") || plain.startsWith("payment");
  }

  /** A folder named config, or a file named application.yaml, say. */
  private static boolean hasSettings(Path here) {
    try (Stream<Path> files = Files.list(here.toAbsolutePath())) {
      return files
          // Some file systems find a file by its name in any case.
          .map(file -> file.getFileName().toString().toLowerCase(Locale.ROOT))
          .anyMatch(name -> name.equals("config") || name.startsWith("application"));
    } catch (IOException unreadable) {
      return true;
    }
  }
}
