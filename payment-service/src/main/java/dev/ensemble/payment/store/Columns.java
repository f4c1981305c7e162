package dev.ensemble.payment.store;

import dev.ensemble.payment.domain.ProviderPayer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.support.SqlArrayValue;

/** How values of the code look in PostgreSQL, and back. */
final class Columns {
  private Columns() {}

  static SqlArrayValue uuids(Collection<UUID> values) {
    return new SqlArrayValue("uuid", values.toArray());
  }

  static SqlArrayValue texts(Collection<String> values) {
    return new SqlArrayValue("text", values.toArray());
  }

  static SqlArrayValue numbers(Collection<Long> values) {
    return new SqlArrayValue("bigint", values.toArray());
  }

  static @Nullable OffsetDateTime timestamp(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  static Instant instant(ResultSet row, String column) throws SQLException {
    return required(row, column, OffsetDateTime.class).toInstant();
  }

  static UUID uuid(ResultSet row, String column) throws SQLException {
    return required(row, column, UUID.class);
  }

  static String text(ResultSet row, String column) throws SQLException {
    return required(row, column, String.class);
  }

  /** Who pays at the provider; of columns that name somebody. */
  static ProviderPayer payer(ResultSet row) throws SQLException {
    return new ProviderPayer(text(row, "provider_customer"), text(row, "provider_method"));
  }

  private static <T> T required(ResultSet row, String column, Class<T> type) throws SQLException {
    return Objects.requireNonNull(row.getObject(column, type), column);
  }
}
