package dev.ensemble.bench.inbox.contenders;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * What to consume, and where its effects go.
 *
 * @param events how many records there are
 * @param fresh how many of them are to be acted on
 * @param millisMax when to stop at the latest, counted from the first record
 * @param timedFrom the number of the first event whose latency counts; below 0: none is timed
 */
public record Task(
    String jdbcUrl,
    String topic,
    long events,
    long fresh,
    long millisMax,
    long timedFrom,
    Settings settings) {

  /** The group, and the name under which the inbox remembers. */
  public static final String CONSUMER = "bench";

  /** The same for all runs of a process. */
  public record Settings(
      String bootstrapServers,
      String appRole,
      String appPassword,
      String ownerRole,
      String ownerPassword,
      int threads,
      int pollRecordsMax) {

    public Map<String, String> asEnvironment() {
      return Map.of(
          "BENCH_BOOTSTRAP_SERVERS", bootstrapServers,
          "BENCH_APP_ROLE", appRole,
          "BENCH_APP_PASSWORD", appPassword,
          "BENCH_OWNER_ROLE", ownerRole,
          "BENCH_OWNER_PASSWORD", ownerPassword,
          "BENCH_THREADS", Integer.toString(threads),
          "BENCH_POLL_RECORDS_MAX", Integer.toString(pollRecordsMax));
    }

    static Settings of(UnaryOperator<String> environment) {
      return new Settings(
          environment.apply("BENCH_BOOTSTRAP_SERVERS"),
          environment.apply("BENCH_APP_ROLE"),
          environment.apply("BENCH_APP_PASSWORD"),
          environment.apply("BENCH_OWNER_ROLE"),
          environment.apply("BENCH_OWNER_PASSWORD"),
          Integer.parseInt(environment.apply("BENCH_THREADS")),
          Integer.parseInt(environment.apply("BENCH_POLL_RECORDS_MAX")));
    }
  }

  /** In one line, for the process that is to do it. */
  public String line() {
    return "%s %s %d %d %d %d".formatted(jdbcUrl, topic, events, fresh, millisMax, timedFrom);
  }

  static Task of(String line, Settings settings) {
    String[] words = line.split(" ", -1);
    return new Task(
        words[0],
        words[1],
        Long.parseLong(words[2]),
        Long.parseLong(words[3]),
        Long.parseLong(words[4]),
        Long.parseLong(words[5]),
        settings);
  }

  boolean isTimed() {
    return timedFrom >= 0;
  }
}
