package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.debezium.connector.postgresql.connection.PostgresConnection;
import io.debezium.connector.postgresql.connection.ReplicationConnection;
import io.debezium.jdbc.JdbcConfiguration;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What happens to a real slot between the guard's two looks decides whether it is dropped. */
class GuardedReplicationTest {
  private final OutboxDatabase database = OutboxDatabase.create();

  @BeforeEach
  void makeSlot() throws InterruptedException {
    new Admission(new SourceState("test"), database.settings(), Duration.ofSeconds(20)).await();
  }

  @AfterEach
  void dropSlot() {
    database.dropSlot();
  }

  @Test
  void a_slot_that_stays_as_it_is_is_streamed_from() throws Exception {
    connectWhile(() -> {});

    assertThat(database.slotColumn("slot_name")).isNotNull();
  }

  @Test
  void a_slot_that_is_made_anew_is_dropped_and_refused() {
    assertThatThrownBy(
            () ->
                connectWhile(
                    () -> {
                      database.dropSlot();
                      database.insert("any", "k", 1); // what the new slot would skip
                      database.query(
                          "SELECT pg_create_logical_replication_slot('%s', 'pgoutput')"
                              .formatted(database.slot()));
                    }))
        .hasMessageContaining("went away while the stream was being started");
    assertThat(database.slotColumn("slot_name")).isNull();
  }

  @Test
  void a_slot_that_goes_away_is_refused() {
    assertThatThrownBy(() -> connectWhile(database::dropSlot))
        .hasMessageContaining("went away while the stream was being started");
  }

  @Test
  void a_slot_that_another_reader_moved_is_refused_but_kept() {
    database.insert("any", "k", 1);
    String end = database.query("SELECT pg_current_wal_insert_lsn()");
    String before = database.slotColumn("confirmed_flush_lsn");

    // A commit of this server is flushed a moment later, and a slot moves only over what is
    // flushed.
    await()
        .until(
            () ->
                "t"
                    .equals(
                        database.query(
                            "SELECT pg_current_wal_flush_lsn() >= '%s'".formatted(end))));

    assertThatThrownBy(
            () ->
                connectWhile(
                    () ->
                        database.query(
                            "SELECT pg_replication_slot_advance('%s', '%s')"
                                .formatted(database.slot(), end))))
        .hasMessageContaining("was read by somebody else");
    assertThat(database.slotColumn("confirmed_flush_lsn")).isNotNull().isNotEqualTo(before);
  }

  private void connectWhile(Runnable meanwhile) throws SQLException, InterruptedException {
    SourceSettings settings = database.settings();
    JdbcConfiguration configuration =
        JdbcConfiguration.create()
            .withHostname(settings.host())
            .withPort(Integer.parseInt(settings.port()))
            .withDatabase(settings.database())
            .withUser(settings.username())
            .withPassword(settings.password())
            .build();
    // Debezium's own connection is where the race is: in its place stands what others do meanwhile.
    ReplicationConnection between =
        (ReplicationConnection)
            Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {ReplicationConnection.class},
                (proxy, method, arguments) -> {
                  if (method.getName().equals("initConnection")) {
                    meanwhile.run();
                  }
                  return null;
                });
    try (PostgresConnection catalog = new PostgresConnection(configuration, "test")) {
      new GuardedReplication(between, catalog, database.slot()).initConnection();
    }
  }
}
