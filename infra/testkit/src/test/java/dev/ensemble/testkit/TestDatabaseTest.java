package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("servers")
@EnabledIf("dev.ensemble.testkit.servers.Servers#canBeHad")
class TestDatabaseTest {

  @Test
  void two_databases_of_one_service_share_roles_and_no_rows() {
    TestDatabase one = TestDatabase.create("kit");
    TestDatabase two = TestDatabase.create("kit");
    JdbcClient.create(one.owner()).sql("CREATE SCHEMA s CREATE TABLE t (n int)").update();
    JdbcClient.create(one.owner()).sql("INSERT INTO s.t VALUES (1), (2)").update();

    assertThat(one.counts()).containsEntry("s.t", 2L);
    assertThat(one.rows().get("s.t")).containsExactly("(1)", "(2)");
    assertThat(two.counts()).isEmpty();

    one.truncate("s.t");
    assertThat(one.counts()).containsEntry("s.t", 0L);
  }

  @Test
  void the_application_role_owns_nothing_and_makes_nothing() {
    TestDatabase kit = TestDatabase.create("kit");
    JdbcClient app = JdbcClient.create(kit.app());

    assertThatThrownBy(() -> app.sql("CREATE SCHEMA mine").update())
        .rootCause()
        .hasMessageContaining("ERROR: permission denied for database " + kit.name());
    assertThatThrownBy(() -> app.sql("CREATE TABLE public.t (n int)").update())
        .rootCause()
        .hasMessageContaining("ERROR: permission denied for schema public");
  }

  @Test
  void what_was_committed_is_still_there_after_the_server_crashed() {
    TestDatabase kit = TestDatabase.create("kit");
    String url = kit.jdbcUrl();
    JdbcClient owner = JdbcClient.create(kit.owner());
    owner.sql("CREATE SCHEMA s CREATE TABLE t (n int)").update();
    owner.sql("SET synchronous_commit = on; INSERT INTO s.t VALUES (1)").update();

    TestDatabase.crashServer();
    assertThatThrownBy(kit::counts).rootCause().hasMessageContaining("refused");
    TestDatabase.startServer();

    assertThat(kit.jdbcUrl()).isEqualTo(url);
    assertThat(kit.counts()).containsEntry("s.t", 1L);
  }
}
