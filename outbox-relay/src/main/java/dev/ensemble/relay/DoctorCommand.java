package dev.ensemble.relay;

import static java.util.Objects.requireNonNull;

import dev.ensemble.relay.Finding.Check;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;
import tools.jackson.databind.json.JsonMapper;

/**
 * Examines the sources by the relay's own settings, and asks no relay: it is wanted most where none
 * starts.
 */
@Command(
    name = "doctor",
    sortOptions = false,
    header = "Examine the sources: what is wrong, and what to do.",
    description = {
      "",
      "Asks no relay, and so needs none that runs. Takes the relay's settings, from the same places"
          + " as the relay, reads what the relay keeps in Kafka, and changes nothing.",
      ""
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:nothing keeps the sources from streaming; there may be warnings",
      "1:a source cannot be streamed as it is, or a setting is wrong",
      "2:the options make no sense"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "The source that is meant; without it, every source of the settings.")
  @Nullable String source;

  @Option(names = "--json", description = "Print the findings as JSON.")
  boolean json;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this help.")
  boolean help;

  @Unmatched private final List<String> settings = new ArrayList<>();

  @Override
  public Integer call() {
    RelaySettings relay;
    try {
      relay = SettingsReader.read(settings);
    } catch (RuntimeException e) {
      return 1; // Spring Boot has said why.
    }
    Map<String, SourceSettings> sources = relay.sources();
    Map<String, List<Finding>> findings = new TreeMap<>();
    sources.forEach(
        (name, found) -> {
          if (source == null || source.equals(name)) {
            findings.put(name, examine(name, found, relay));
          }
        });
    CommandLine line = requireNonNull(spec).commandLine();
    if (findings.isEmpty()) {
      throw new ParameterException(
          line,
          "There is no source %s; the settings have: %s"
              .formatted(source, String.join(", ", new TreeSet<>(sources.keySet()))));
    }
    print(findings, line.getOut());
    return findings.values().stream().flatMap(List::stream).anyMatch(DoctorCommand::isInTheWay)
        ? 1
        : 0;
  }

  /** With the position in Kafka, where there is a slot to hold it against. */
  private static List<Finding> examine(String name, SourceSettings source, RelaySettings relay) {
    List<Finding> findings = new ArrayList<>(new SlotDoctor(source).examine());
    if (findings.stream().noneMatch(DoctorCommand::isOfNoSlot)) {
      try {
        findings.addAll(new Deliveries(new SourceState(name), source, relay).seenPosition());
      } catch (RelayFailure e) {
        findings.add(
            new Finding(
                Check.POSITION_UNKNOWN,
                "how far rows are published could not be asked: " + e.getMessage(),
                "see whether relay.kafka.bootstrap-servers is right and Kafka runs"));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
    return findings;
  }

  private static boolean isOfNoSlot(Finding finding) {
    return finding.check() == Check.UNREACHABLE || finding.check() == Check.SLOT_MISSING;
  }

  /** A slot that is missing is made by the relay itself, if nothing else is wrong. */
  private static boolean isInTheWay(Finding finding) {
    return !finding.warns() && finding.check() != Check.SLOT_MISSING;
  }

  private void print(Map<String, List<Finding>> findings, PrintWriter out) {
    if (json) {
      Map<String, List<Map<String, Object>>> all = new TreeMap<>();
      findings.forEach(
          (name, list) -> all.put(name, list.stream().map(RelayHealth::finding).toList()));
      out.println(
          JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(all));
    } else {
      findings.forEach((name, list) -> AdminReport.findings(name, list).forEach(out::println));
    }
    out.flush();
  }
}
