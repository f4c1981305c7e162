package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What neither a slip in the code nor a hand in the database can do. */
class PrivilegesTest extends ServiceTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM inventory.stock",
        "DELETE FROM inventory.reservations",
        "DELETE FROM inventory.reservation_lines",
        "DELETE FROM inventory.stock_movements",
        "TRUNCATE inventory.stock_movements",
        "UPDATE inventory.stock_movements SET quantity = 1",
        "UPDATE inventory.reservation_lines SET quantity = 1",
        "UPDATE inventory.stock SET sku = 'a'",
        "UPDATE inventory.reservations SET order_id = gen_random_uuid()",
        "DROP TABLE inventory.stock",
        "CREATE TABLE inventory.mine ()"
      })
  void the_service_may_not(String statement) {
    assertThatThrownBy(() -> JdbcClient.create(DATABASE.app()).sql(statement).update())
        .rootCause()
        .isInstanceOfSatisfying(
            SQLException.class, refusal -> assertThat(refusal.getSQLState()).isEqualTo("42501"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "INSERT INTO inventory.stock VALUES ('a', 1, 2, true, NULL)",
        "INSERT INTO inventory.stock VALUES ('a', 1, -1, true, NULL)",
        "INSERT INTO inventory.stock VALUES ('a', -1, 0, true, NULL)",
        "INSERT INTO inventory.stock VALUES ('A', 1, 0, true, NULL)",
        "INSERT INTO inventory.stock VALUES ('a', 1, 0, true, -1)"
      })
  void stock_that_cannot_be_is_not_stored(String statement) {
    assertThatThrownBy(() -> sql().sql(statement).update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'RESERVED', 'CUSTOMER', NULL, NULL, NULL, NULL, NULL",
        "'REJECTED', NULL, 'a', NULL, NULL, NULL, NULL",
        "'REJECTED', 'OUT_OF_STOCK', NULL, NULL, NULL, NULL, NULL",
        "'RELEASED', 'OUT_OF_STOCK', NULL, NULL, NULL, NULL, NULL",
        "'SHIPPING', NULL, NULL, NULL, now(), NULL, NULL",
        "'SHIPPING', NULL, NULL, gen_random_uuid(), NULL, NULL, NULL",
        "'DISPATCHED', NULL, NULL, gen_random_uuid(), NULL, NULL, NULL",
        "'SHIPPING', NULL, NULL, gen_random_uuid(), now(), NULL, now()",
        "'ELSEWHERE', NULL, NULL, NULL, NULL, NULL, NULL"
      })
  void a_state_that_cannot_be_is_not_stored(String columns) {
    assertThatThrownBy(
            () ->
                sql()
                    .sql(
                        "INSERT INTO inventory.reservations (order_id, version, status, reason,"
                            + " sku, shipment_id, due_at, dispatched_at, refused_at)"
                            + " VALUES (gen_random_uuid(), 1, "
                            + columns
                            + ")")
                    .update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }

  @Test
  void an_order_leaves_the_shelf_once_also_by_the_database() {
    String sku = stocked(10);
    UUID order = shipping(sku);
    http().post("/shipments/" + order + "/dispatch");

    assertThatThrownBy(
            () ->
                sql()
                    .sql(
                        "INSERT INTO inventory.stock_movements"
                            + " (sku, quantity, kind, order_id, moved_at)"
                            + " VALUES (:sku, -1, 'DISPATCHED', :order, now())")
                    .param("sku", sku)
                    .param("order", order)
                    .update())
        .isInstanceOf(DataIntegrityViolationException.class);
  }
}
