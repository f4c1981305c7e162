package dev.ensemble.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.fault.FaultKind;
import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a run was held on, for whoever wants to repeat it. */
final class Circumstances {
  private Circumstances() {}

  static Map<String, Object> of(Terms terms) throws InterruptedException {
    Map<String, Object> circumstances = new LinkedHashMap<>();
    circumstances.put("seed", terms.seed());
    circumstances.put("length-millis", terms.length().toMillis());
    circumstances.put("orders-per-second", terms.ordersPerSecond());
    circumstances.put("faults-at-once", terms.faultsAtOnceMax());
    circumstances.put("kinds", terms.kinds().stream().map(FaultKind::word).toList());
    circumstances.put("not-possible-here", notPossible());
    circumstances.put("delivery", terms.delivery().word());
    circumstances.put("orders-least", terms.ordersLeast());
    circumstances.put("mutation", terms.mutation());
    circumstances.put("commit", commit(terms.house()));
    circumstances.put("java", Runtime.version().toString());
    circumstances.put(
        "system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    circumstances.put("processors", Runtime.getRuntime().availableProcessors());
    return circumstances;
  }

  /**
   * For a run that is to be recorded.
   *
   * @throws Refusal where what runs is in no commit, so that nobody could hold it again
   */
  static void requireCommitted(Path house) throws InterruptedException {
    String commit = commit(house);
    if (commit.endsWith("-dirty") || commit.equals("unknown")) {
      throw new Refusal("--record: what would run is in no commit (%s)".formatted(commit));
    }
  }

  private static List<String> notPossible() {
    return Arrays.stream(FaultKind.values())
        .filter(kind -> !kind.isPossible())
        .map(FaultKind::word)
        .toList();
  }

  private static String commit(Path house) throws InterruptedException {
    try {
      Process git =
          new ProcessBuilder("git", "-C", house.toString(), "describe", "--always", "--dirty")
              .redirectErrorStream(true)
              .start();
      String words = new String(git.getInputStream().readAllBytes(), UTF_8).strip();
      return git.waitFor() == 0 ? words : "unknown";
    } catch (IOException noGit) {
      return "unknown";
    }
  }
}
