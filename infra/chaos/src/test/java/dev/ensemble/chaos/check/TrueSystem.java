package dev.ensemble.chaos.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Cluster;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * PostgreSQL and a broker as in a run, the services' own schemas, and the rows and records of
 * orders that have ended. Each damage is done to a copy of a database.
 */
final class TrueSystem implements AutoCloseable {
  private static final List<Program> SERVICES =
      List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY);

  private static final Map<Program, String> SCHEMAS =
      Map.of(Program.ORDER, "orders", Program.PAYMENT, "payments", Program.INVENTORY, "inventory");

  private static final String COPY = "damaged";

  /** What PostgreSQL refuses to store, a checker must find all the same. */
  private static final String DROP_CHECKS =
      """
      DO $$
      DECLARE one record;
      BEGIN
        FOR one IN SELECT conrelid::regclass AS relation, conname FROM pg_constraint
                   WHERE contype = 'c' AND coninhcount = 0
                     AND connamespace::regnamespace::text
                         IN ('orders', 'payments', 'inventory', 'messaging')
        LOOP
          EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I', one.relation, one.conname);
        END LOOP;
      END
      $$
      """;

  private final Path house;
  private final Stack stack;

  TrueSystem(Path house, Path data) throws InterruptedException {
    this.house = house;
    Map<String, String> postgres = new HashMap<>(SystemUnderTest.OF_POSTGRES);
    postgres.put("fsync", "off"); // Nothing of it is needed after the test.
    Cluster cluster = new Cluster(1, 1, Cluster.Roads.DIRECT, postgres);
    Ports ports = Ports.free(cluster);
    this.stack =
        Stack.over(
            new Setup(house, data, true, false, ports, null, Map.of(), Map.of(), cluster),
            line -> {});
    try {
      stack.start();
    } catch (InterruptedException | RuntimeException e) {
      stack.close();
      throw e;
    }
  }

  /** Plays the orders, and publishes what they tell. */
  void fill(History history) throws Exception {
    for (Program service : SERVICES) {
      migrate(service);
    }
    try (Rows orders = rows(Program.ORDER);
        Rows payments = rows(Program.PAYMENT);
        Rows inventory = rows(Program.INVENTORY)) {
      new EndedOrders(orders, payments, inventory, history).play();
    }
    for (Program service : SERVICES) {
      publish("SELECT * FROM messaging.outbox ORDER BY xmin::text::bigint", service, Map.of());
    }
  }

  private Rows rows(Program service) throws SQLException {
    return new Rows(service.shortName(), stack.jdbcUrl(service), superuser());
  }

  private String superuser() {
    return stack.secrets().password(Rows.SUPERUSER);
  }

  private Connection connect(String url) throws SQLException {
    return DriverManager.getConnection(url, Rows.SUPERUSER, superuser());
  }

  private void migrate(Program service) throws IOException, SQLException {
    try (Connection connection = connect(stack.jdbcUrl(service));
        Statement sql = connection.createStatement()) {
      String app = service.shortName() + "_app";
      run(sql, "messaging", "infra/messaging/src/main/resources/dev/ensemble/messaging/db", app);
      sql.execute("SELECT messaging.ensure_partitions(current_date - 1, current_date + 1)");
      if (service == Program.ORDER) {
        String answers = "infra/idempotency/src/main/resources/dev/ensemble/idempotency/db";
        run(sql, "idempotency", answers, app);
        sql.execute("SELECT idempotency.ensure_partitions(1)");
      }
      String own = service.artifact() + "/src/main/resources/db/migration";
      run(sql, SCHEMAS.getOrDefault(service, ""), own, app);
    }
  }

  private void run(Statement sql, String schema, String folder, String app)
      throws IOException, SQLException {
    sql.execute("CREATE SCHEMA " + schema);
    sql.execute("SET search_path = " + schema);
    try (Stream<Path> files = Files.list(house.resolve(folder))) {
      List<Path> migrations =
          files
              .filter(file -> file.getFileName().toString().startsWith("V"))
              .sorted(Comparator.comparingInt(TrueSystem::version))
              .toList();
      for (Path file : migrations) {
        sql.execute(
            Files.readString(file).replace("${app_role}", app).replace("${relay_role}", "relay"));
      }
    }
  }

  private static int version(Path migration) {
    return Integer.parseInt(migration.getFileName().toString().replaceAll("V(\\d+)__.*", "$1"));
  }

  /** Puts rows of an outbox on their topics as the relay does. */
  void publish(String rows, Program service, Map<String, String> moreHeaders) throws Exception {
    Map<String, Object> settings =
        Map.of(
            ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
            stack.bootstrapServers(),
            ProducerConfig.ACKS_CONFIG,
            "all");
    var bytes = new ByteArraySerializer();
    try (Connection connection = connect(stack.jdbcUrl(service));
        Statement sql = connection.createStatement();
        var row = sql.executeQuery(rows);
        var producer = new KafkaProducer<>(settings, bytes, bytes)) {
      List<Future<?>> sent = new ArrayList<>();
      while (row.next()) {
        var record =
            new ProducerRecord<>(
                row.getString("topic"),
                row.getString("partition_key").getBytes(UTF_8),
                row.getBytes("payload"));
        Map<String, String> headers = new HashMap<>(moreHeaders);
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", row.getString("id"));
        headers.put("ce_source", row.getString("source"));
        headers.put("ce_type", row.getString("type"));
        headers.put("ce_subject", row.getString("subject"));
        headers.put("ce_time", row.getString("occurred_at"));
        headers.put("ce_partitionkey", row.getString("partition_key"));
        headers.put("ce_correlationid", row.getString("correlation_id"));
        headers.put("ce_sequence", row.getString("sequence"));
        headers.put("content-type", row.getString("content_type"));
        String cause = row.getString("causation_id");
        if (cause != null) {
          headers.put("ce_causationid", cause);
        }
        headers.forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
        sent.add(producer.send(record));
      }
      for (Future<?> acknowledged : sent) {
        acknowledged.get();
      }
    }
  }

  /** Runs statements as the superuser, past triggers and foreign keys. */
  void force(Program service, String... statements) throws SQLException {
    try (Connection connection = connect(stack.jdbcUrl(service));
        Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      for (String one : statements) {
        statement.execute(one);
      }
    }
  }

  Evidence evidence() {
    return Evidence.of(stack);
  }

  /** Where to look when one database has been damaged. */
  Evidence damaged(Program service, String sql) throws SQLException {
    String server = stack.jdbcUrl(service).replaceAll("/[^/]*$", "/");
    String name = stack.jdbcUrl(service).substring(server.length());
    try (Connection connection = connect(server + "postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("DROP DATABASE IF EXISTS " + COPY);
      statement.execute("CREATE DATABASE %s TEMPLATE %s".formatted(COPY, name));
    }
    try (Rows rows = new Rows(service.shortName(), server + COPY, superuser())) {
      rows.force(DROP_CHECKS);
      rows.force(sql);
    }
    Evidence whole = evidence();
    return new Evidence(
        service == Program.ORDER ? server + COPY : whole.orders(),
        service == Program.PAYMENT ? server + COPY : whole.payments(),
        service == Program.INVENTORY ? server + COPY : whole.inventory(),
        whole.user(),
        whole.password(),
        whole.bootstrapServers(),
        whole.topicsRetention());
  }

  @Override
  public void close() {
    stack.close();
  }
}
