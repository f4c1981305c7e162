package dev.ensemble.relay;

import java.net.URI;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which relay is asked, and about what. */
final class AdminOptions {
  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = "http://127.0.0.1:8114",
      description = "Where the relay's port is (default: ${DEFAULT-VALUE}).")
  URI url = URI.create("");

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description =
          "The source that is meant; without it, every source of the relay. Recover and discard"
              + " need it.")
  @Nullable String source;

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description =
          "Where the relay's admin token stands, if it wants one. RELAY_ADMIN_TOKEN in the"
              + " environment does the same.")
  @Nullable Path tokenFile;

  @Option(names = "--json", description = "Print what the relay answers, as JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;
}
