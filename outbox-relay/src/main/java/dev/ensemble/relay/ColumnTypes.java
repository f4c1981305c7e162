package dev.ensemble.relay;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which types the relay can read, by their numbers in PostgreSQL's catalog. Those that come with
 * PostgreSQL keep their numbers for ever; a database's own types (enumerations, domains, citext)
 * are known by the function that sends them, which is that of a type that comes with PostgreSQL.
 */
final class ColumnTypes {
  static final String READABLE =
      "bytea, text, varchar, char(n), name, json, jsonb, uuid, smallint, integer, bigint, boolean,"
          + " date, timestamp, timestamptz, and enumerations and domains of these";

  private static final Map<Integer, ColumnForm> BUILT_IN =
      Map.ofEntries(
          Map.entry(16, ColumnForm.BOOLEAN),
          Map.entry(17, ColumnForm.BYTES),
          Map.entry(19, ColumnForm.TEXT), // name
          Map.entry(20, ColumnForm.INTEGER), // bigint
          Map.entry(21, ColumnForm.INTEGER), // smallint
          Map.entry(23, ColumnForm.INTEGER),
          Map.entry(25, ColumnForm.TEXT),
          Map.entry(114, ColumnForm.TEXT), // json
          Map.entry(1042, ColumnForm.TEXT), // char(n)
          Map.entry(1043, ColumnForm.TEXT), // varchar
          Map.entry(1082, ColumnForm.DATE),
          Map.entry(1114, ColumnForm.TIMESTAMP),
          Map.entry(1184, ColumnForm.TIMESTAMP), // with time zone
          Map.entry(2950, ColumnForm.UUID),
          Map.entry(3802, ColumnForm.JSONB));

  private static final Map<String, ColumnForm> BY_SEND_FUNCTION =
      Map.ofEntries(
          Map.entry("boolsend", ColumnForm.BOOLEAN),
          Map.entry("byteasend", ColumnForm.BYTES),
          Map.entry("namesend", ColumnForm.TEXT),
          Map.entry("int8send", ColumnForm.INTEGER),
          Map.entry("int2send", ColumnForm.INTEGER),
          Map.entry("int4send", ColumnForm.INTEGER),
          Map.entry("textsend", ColumnForm.TEXT),
          Map.entry("json_send", ColumnForm.TEXT),
          Map.entry("bpcharsend", ColumnForm.TEXT),
          Map.entry("varcharsend", ColumnForm.TEXT),
          Map.entry("enum_send", ColumnForm.TEXT),
          Map.entry("date_send", ColumnForm.DATE),
          Map.entry("timestamp_send", ColumnForm.TIMESTAMP),
          Map.entry("timestamptz_send", ColumnForm.TIMESTAMP),
          Map.entry("uuid_send", ColumnForm.UUID),
          Map.entry("jsonb_send", ColumnForm.JSONB));

  // Lower numbers are PostgreSQL's own.
  private static final int FIRST_OWN = 16_384;

  /** A database without types of its own. */
  static final ColumnTypes OF_POSTGRESQL = new ColumnTypes(Map.of());

  private final Map<Integer, ColumnForm> own;

  private ColumnTypes(Map<Integer, ColumnForm> own) {
    this.own = Map.copyOf(own);
  }

  /**
   * @param sendFunctions of the database's own types, as {@code pg_proc.prosrc} names them; empty
   *     where a type has none, and is sent as text
   */
  static ColumnTypes with(Map<Integer, String> sendFunctions) {
    Map<Integer, ColumnForm> own = new HashMap<>();
    sendFunctions.forEach(
        (type, function) -> {
          ColumnForm form = function.isEmpty() ? ColumnForm.TEXT : BY_SEND_FUNCTION.get(function);
          if (form != null) {
            own.put(type, form);
          }
        });
    return new ColumnTypes(own);
  }

  /**
   * @param sendFunction of the type; null where it has none, and is sent as text
   */
  static boolean canRead(int type, @Nullable String sendFunction) {
    return sendFunction == null
        || BUILT_IN.containsKey(type)
        || (type >= FIRST_OWN && BY_SEND_FUNCTION.containsKey(sendFunction));
  }

  /** Null where the relay cannot read the type. */
  @Nullable ColumnForm form(int type) {
    ColumnForm form = BUILT_IN.get(type);
    return form == null ? own.get(type) : form;
  }
}
