package dev.ensemble.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class ComposeTest {
  private static final String FILE = read("compose.yaml");

  static Set<String> rules() {
    return ComposeRules.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void the_cluster_keeps_to_the_rule(String rule) {
    assertThat(violations(rule, FILE)).isEmpty();
  }

  /** Each rule, over the same file with one thing in it wrong. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          images             | image: postgres:18              | image: postgres:latest       | order-db
          root file system   | read_only: true                 | read_only: false             | kafka-1
          capabilities       | cap_drop: [ALL]                 | cap_drop: [NET_RAW]          | kafka-1
          privileges         | no-new-privileges:true          | label:disable                | outbox-relay-2
          nothing is privileged | init: true                   | privileged: true             | order-service-1
          user               | user: "999:999"                 | user: root                   | inventory-db
          user               | user: "10001:10001"             | user: "0:0"                  | customers
          memory             | mem_limit: 448m                 | cpus: 2                      | payment-service-2
          processes          | pids_limit: 512                 | pids_limit: -1               | topics
          health             | 'test: ["CMD", "bash", "-c", "pg_isready' | 'tests: ["CMD", "bash", "-c", "pg_isready' | order-db
          restart            | restart: unless-stopped         | restart: on-failure          | outbox-relay-1
          time to stop       | stop_grace_period: 30s          | stop_grace_period: 10s       | kafka-3
          ports              | 127.0.0.1:${ENSEMBLE_PORTS:-82}14:8114 | 8214:8114             | outbox-relay-1
          environment        | RELAY_SOURCES_ORDER_USERNAME: relay | RELAY_SOURCES_ORDER_PASSWORD: x | outbox-relay-1: RELAY_SOURCES_ORDER_PASSWORD
          environment        | order-db:5432/order_service     | order-db:5432/order_service?password=x | order-service-1: SPRING_DATASOURCE_URL
          secrets            | '/reader"}'                     | '/../reader"}'               | reader
          replicas           | INSTANCEID: payment-2           | INSTANCEID: payment-1        | payment-service: one name in the group for both
          tmpfs              | /tmp:size=64m,mode=1777,exec    | /tmp:mode=1777,exec          | order-service-1
          tmpfs              | /opt/kafka/logs:size=16m,       | /opt/kafka/logs:size=0,      | kafka-1
          volumes of the image | '- /etc/kafka/secrets:'       | '- /etc/kafka/elsewhere:'    | topics
          volumes of the image | ./kafka/config:/mnt/shared/config:ro | ./kafka/config:/mnt/elsewhere:ro | kafka-2
          volumes of the image | payment-db:/var/lib/postgresql | payment-db:/var/lib/elsewhere | payment-db
          builders           | pull_policy: never              | build: {context: .}          | outbox-relay: 2 build it
          builders           | pull_policy: never              | pull_policy: always          | payment-service-2 may be pulled
          replicas           | outbox-relay-2:                 | outbox-relay-two:            | outbox-relay: 1
          networks           | payment-data: {internal: true}  | payment-data: {}             | payment-data
          networks           | [front, kafka, payment-data]    | [front, kafka, payment-data, order-data] | payment-service-1 in order-data
          networks           | profiles: [verify]              | profiles: []                 | customers are started with the rest
          order of start     | 'inventory-db: {condition: service_healthy}' | 'inventory-db: {condition: service_started}' | inventory-service-1
          """)
  void what_breaks_a_rule_is_noticed(String rule, String right, String wrong, String noticed) {
    assertThat(FILE).contains(right);
    String broken = FILE.replace(right, wrong);

    assertThat(violations(rule, broken)).contains(noticed);
  }

  private static Iterable<String> violations(String rule, String file) {
    return Objects.requireNonNull(ComposeRules.all().get(rule)).apply(Compose.of(file));
  }

  static String read(String file) {
    try {
      return Files.readString(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
