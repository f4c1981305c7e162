package dev.ensemble.deploy;

import static dev.ensemble.deploy.ComposeTest.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.deploy.Compose.Container;
import dev.ensemble.local.stack.Topics;
import java.io.IOException;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The settings on which the promises of brokers, databases and programs rest. */
class SettingsTest {
  private static final Compose CLUSTER = Compose.of(read("compose.yaml"));

  @ParameterizedTest
  @CsvSource({
    "KAFKA_DEFAULT_REPLICATION_FACTOR, 3",
    "KAFKA_MIN_INSYNC_REPLICAS, 2",
    "KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR, 3",
    "KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR, 3",
    "KAFKA_TRANSACTION_STATE_LOG_MIN_ISR, 2",
    "KAFKA_UNCLEAN_LEADER_ELECTION_ENABLE, false",
    "KAFKA_AUTO_CREATE_TOPICS_ENABLE, false",
    "KAFKA_OFFSETS_RETENTION_MINUTES, 43200",
    "KAFKA_GC_LOG_OPTS, ' '"
  })
  void every_broker_keeps_what_was_acknowledged(String setting, String value) {
    assertThat(CLUSTER.named("kafka-\\d"))
        .hasSize(3)
        .allSatisfy(broker -> assertThat(broker.map("environment")).containsEntry(setting, value));
  }

  @Test
  void each_broker_is_itself_and_knows_the_two_others() {
    for (Container broker : CLUSTER.named("kafka-\\d")) {
      String node = broker.name().replace("kafka-", "");
      assertThat(broker.map("environment"))
          .containsEntry("KAFKA_NODE_ID", node)
          .containsEntry("KAFKA_ADVERTISED_LISTENERS", "INTERNAL://kafka-" + node + ":9092")
          .containsEntry(
              "KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093");
      assertThat(broker.list("volumes"))
          .containsExactly(
              broker.name() + ":/var/lib/kafka/data", "./kafka/config:/mnt/shared/config:ro");
    }
  }

  /** Files of its own would be charged to its memory, and nobody deletes them. */
  @Test
  void a_broker_logs_to_its_standard_output_alone() {
    Map<String, Object> log =
        Compose.mapOf(Compose.of(read("kafka/config/log4j2.yaml")).top().get("Configuration"));

    assertThat(Compose.mapOf(log.get("Appenders"))).containsOnlyKeys("Console");
    assertThat(String.valueOf(Compose.mapOf(log.get("Loggers")).get("Root"))).contains("STDOUT");
  }

  /** What the local system has, but that each partition has three copies here. */
  @Test
  void the_topics_are_those_of_the_local_system() {
    assertThat(read("kafka/topics"))
        .contains("for topic in " + String.join(" ", Topics.ALL) + ";")
        .contains("--partitions " + Topics.PARTITIONS + " --replication-factor 3")
        .contains("--config min.insync.replicas=2")
        .contains("--config retention.ms=" + Topics.RETENTION.toMillis());
  }

  @ParameterizedTest
  @CsvSource({
    "wal_level, logical",
    "wal_sender_timeout, 30s",
    "idle_replication_slot_timeout, 0",
    "max_slot_wal_keep_size, 2GB",
    "fsync, on",
    "synchronous_commit, on",
    "full_page_writes, on",
    "client_connection_check_interval, 5s",
    "password_encryption, scram-sha-256"
  })
  void a_database_keeps_what_was_committed_and_lets_go_of_the_dead(String setting, String value)
      throws IOException {
    Properties settings = new Properties();
    settings.load(new StringReader(read("postgres/postgresql.conf")));

    assertThat(settings).containsEntry(setting, value);
  }

  @Test
  void nobody_reaches_a_database_without_a_password_and_the_superuser_not_at_all_from_outside() {
    List<String> rules =
        read("postgres/pg_hba.conf")
            .lines()
            .filter(line -> line.matches("(local|host).*"))
            .toList();

    assertThat(rules)
        .filteredOn(rule -> rule.startsWith("local"))
        .singleElement()
        .asString()
        .matches("local +all +postgres +peer");
    assertThat(rules)
        .filteredOn(rule -> rule.startsWith("host"))
        .hasSize(3)
        .allSatisfy(
            rule ->
                assertThat(rule)
                    .endsWith("scram-sha-256")
                    .doesNotContain("postgres")
                    .doesNotContain("replication"));
  }

  @Test
  void an_image_is_layered_and_runs_as_a_number_that_is_not_root() {
    List<String> dockerfile = read("Dockerfile").lines().toList();

    assertThat(dockerfile)
        .filteredOn(line -> line.startsWith("FROM"))
        .isNotEmpty()
        .allMatch(line -> line.startsWith("FROM eclipse-temurin:25-jre"));
    assertThat(dockerfile)
        .filteredOn(line -> line.startsWith("USER"))
        .singleElement()
        .asString()
        .matches("USER [1-9]\\d*:[1-9]\\d*");
    assertThat(dockerfile)
        .filteredOn(line -> line.startsWith("ENTRYPOINT"))
        .singleElement()
        .asString()
        .contains("-XX:MaxRAMPercentage=", "-XX:+ExitOnOutOfMemoryError");
    assertThat(dockerfile.stream().filter(line -> line.startsWith("COPY --from")).toList())
        .extracting(line -> line.replaceAll(".*/extracted/([a-z-]+)/ .*", "$1"))
        .containsExactly(
            "dependencies", "spring-boot-loader", "snapshot-dependencies", "application");
  }

  /** The folder is where Docker puts them; the names are those of settings. */
  @ParameterizedTest
  @ValueSource(strings = {"order-service", "payment-service", "inventory-service", "outbox-relay"})
  void a_program_reads_its_secrets_from_files(String program) {
    assertThat(read("../../" + program + "/src/main/resources/application.yaml"))
        .contains("import: \"optional:configtree:/run/secrets/\"");
    assertThat(CLUSTER.named(program + "-\\d"))
        .allSatisfy(replica -> assertThat(replica.text("secrets")).contains("target="));
  }

  @Test
  void the_scripts_make_each_secret_that_the_cluster_names() {
    Map<String, Object> secrets = Compose.mapOf(CLUSTER.top().get("secrets"));
    String made =
        read("engine")
            .lines()
            .filter(line -> line.startsWith("SECRETS="))
            .collect(Collectors.joining());

    assertThat(List.of(made.replaceAll("SECRETS=\"|\"", "").split(" ")))
        .containsExactlyInAnyOrderElementsOf(secrets.keySet());
  }
}
