package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of several of each, every process has ports and roads of its own. */
class ClusterTest {
  private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

  @TempDir Path temporary;

  private final Ports ports = new Ports(0);
  private final Map<String, Integer> asked = new TreeMap<>();

  /** Roads lead through a port far away, so that it shows who takes one. */
  private final Cluster cluster =
      new Cluster(
          3,
          2,
          (from, to, port) -> {
            asked.put(from + ">" + to, port);
            return port + 10_000;
          },
          Map.of());

  @Test
  void no_two_processes_share_a_port() {
    List<String> all = new ArrayList<>();
    for (int number = 1; number <= 3; number++) {
      all.addAll(portsIn(new BrokerListeners(cluster, ports, number).bound()));
    }
    for (Program program : List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)) {
      for (int replica = 1; replica <= 2; replica++) {
        all.add("" + ports.http(program, replica));
        all.add("" + ports.management(program, replica));
      }
    }
    all.add("" + ports.http(Program.RELAY, 1));
    all.add("" + ports.http(Program.RELAY, 2));
    all.add("" + ports.guestRelay());
    all.add("" + ports.postgres());

    assertThat(all).doesNotHaveDuplicates().hasSize(3 * 11 + 12 + 4);
  }

  @Test
  void a_broker_tells_each_process_the_road_that_is_its_own() {
    BrokerListeners listeners = new BrokerListeners(cluster, ports, 2);

    assertThat(asked).hasSize(9).containsKeys("peers>kafka-2", "payment-service-1>kafka-2");
    assertThat(portsIn(listeners.advertised()))
        .containsAll(asked.values().stream().map(port -> "" + (port + 10_000)).toList());
    assertThat(portsIn(listeners.bound()))
        .containsAll(asked.values().stream().map(port -> "" + port).toList());
  }

  @Test
  void a_program_begins_with_its_own_roads_to_all_brokers_and_to_the_database() {
    Settings settings = new Settings(ports, new Secrets(temporary.resolve("secrets")), cluster);
    Map<String, String> told = settings.of(Program.ORDER, 2);

    assertThat(portsIn(told.getOrDefault("ENSEMBLE_MESSAGING_KAFKA_BOOTSTRAPSERVERS", "")))
        .hasSize(3)
        .allMatch(port -> Integer.parseInt(port) > 29_000);
    assertThat(asked).containsKeys("order-service-2>postgres", "order-service-2>kafka-3");
    assertThat(told).containsEntry("ENSEMBLE_MESSAGING_INBOX_INSTANCEID", "order-2");
  }

  private static List<String> portsIn(String listeners) {
    return PORT.matcher(listeners).results().map(match -> match.group(1)).toList();
  }
}
