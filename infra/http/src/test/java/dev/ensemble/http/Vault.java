package dev.ensemble.http;

import java.util.Map;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/** Ways to be let down by a database. */
@RestController
final class Vault {
  static final long LOCK = 7;

  private final JdbcOperations sql;
  private final TransactionTemplate transaction;

  Vault(JdbcOperations sql, TransactionTemplate transaction) {
    this.sql = sql;
    this.transaction = transaction;
  }

  @GetMapping("/vault")
  Map<String, Object> read() {
    return sql.queryForMap("SELECT 1 AS gold");
  }

  @GetMapping("/vault/transaction")
  Map<String, Object> readInTransaction() {
    return inTransaction("SELECT 1");
  }

  @GetMapping("/vault/slow")
  Map<String, Object> slow() {
    return inTransaction("SET LOCAL statement_timeout = 20", "SELECT pg_sleep(20)");
  }

  @GetMapping("/vault/locked")
  Map<String, Object> locked() {
    return inTransaction(
        "SET LOCAL lock_timeout = 20", "SELECT pg_advisory_xact_lock(" + LOCK + ")");
  }

  @GetMapping("/vault/cut")
  Map<String, Object> cutOff() {
    return inTransaction("SELECT pg_terminate_backend(pg_backend_pid())");
  }

  @GetMapping("/vault/raise/{state}")
  Map<String, Object> raise(@PathVariable String state) {
    return inTransaction("DO $$ BEGIN RAISE 'secret' USING ERRCODE = '" + state + "'; END $$");
  }

  private Map<String, Object> inTransaction(String... statements) {
    transaction.executeWithoutResult(
        open -> {
          for (String statement : statements) {
            sql.execute(statement);
          }
        });
    return Map.of();
  }
}
