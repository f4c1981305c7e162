package dev.ensemble.messaging.admin;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** How an answer is printed, and how much of it. */
final class OutputOptions {
  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  @Option(
      names = "--payload",
      paramLabel = "HOW",
      defaultValue = "masked",
      description = {
        "How much is shown of what may be somebody's data (payload, key, other people's headers, an"
            + " exception's words): hidden; masked (names and kinds of values, lengths and hashes);"
            + " shown. Default: masked."
      })
  String payload = "masked";

  @Option(names = "--json", description = "Print the answer as JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  Disclosure disclosure() {
    return Disclosure.named(payload);
  }

  void print(PrintWriter out, Object answer, List<String> lines) {
    if (json) {
      out.println(JSON.writeValueAsString(answer));
    } else {
      lines.forEach(out::println);
    }
    out.flush();
  }
}
