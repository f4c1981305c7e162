package dev.ensemble.relay;

/** All SQL of the relay, but for the heartbeat's, which is a setting of the engine. */
final class SourceSql {
  private SourceSql() {}

  static final String SERVER =
      """
      SELECT current_user, current_database(), pg_is_in_recovery(),
             current_setting('wal_level'),
             (SELECT setting::bigint FROM pg_settings WHERE name = 'wal_sender_timeout'),
             EXISTS (SELECT FROM pg_roles r
                      WHERE r.rolname = current_user AND (r.rolreplication OR r.rolsuper))
             -- Amazon's servers lend the right through a role of that name.
             OR EXISTS (SELECT FROM pg_roles r
                         WHERE r.rolname = 'rds_replication'
                           AND pg_has_role(current_user, r.oid, 'MEMBER'))
      """;

  // From the catalogs and not by to_regclass, which fails where the schema may not be used.
  static final String TABLE =
      """
      SELECT c.relkind = 'p',
             has_schema_privilege(n.oid, 'USAGE') AND has_table_privilege(c.oid, 'SELECT'),
             a.attname, format_type(a.atttypid, NULL)
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;

  // A domain sends as its base type does; prosrc, because an extension's alias has another name.
  static final String OWN_TYPES =
      """
      SELECT t.oid, p.prosrc
        FROM pg_type t
        JOIN pg_proc p ON p.oid = t.typsend
       WHERE t.oid >= 16384 AND t.typtype IN ('b', 'd', 'e')
      """;

  static final String PUBLICATION =
      """
      SELECT concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
                             CASE WHEN p.pubupdate THEN 'update' END,
                             CASE WHEN p.pubdelete THEN 'delete' END,
                             CASE WHEN p.pubtruncate THEN 'truncate' END),
             p.pubviaroot, t.rowfilter IS NOT NULL, t.attnames::text[]
        FROM pg_publication p
        LEFT JOIN pg_publication_tables t
               ON t.pubname = p.pubname AND t.schemaname = ? AND t.tablename = ?
       WHERE p.pubname = ?
      """;

  static final String SLOT =
      """
      SELECT s.plugin, s.database, coalesce(s.wal_status, 'lost'),
             CASE WHEN s.active_pid IS NOT NULL THEN
               concat('process ', s.active_pid, ', role ', a.usename, ', application "',
                      a.application_name, '", from ', coalesce(a.client_addr::text, 'a socket'),
                      ', since ', to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'))
             END,
             s.restart_lsn::text, s.confirmed_flush_lsn::text
        FROM pg_replication_slots s
        LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
       WHERE s.slot_name = ?
      """;

  static final String READING =
      """
      SELECT s.active, coalesce(s.wal_status, 'lost'), coalesce(s.confirmed_flush_lsn::text, ''),
             coalesce(pg_wal_lsn_diff(s.confirmed_flush_lsn, '0/0'), 0)::bigint,
             coalesce(pg_wal_lsn_diff(r.sent_lsn, '0/0'), 0)::bigint,
             pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint,
             coalesce(t.total_txns, 0),
             coalesce(pg_wal_lsn_diff(pg_current_wal_lsn(), s.restart_lsn), 0)::bigint
        FROM pg_replication_slots s
        LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid
        LEFT JOIN pg_stat_replication_slots t ON t.slot_name = s.slot_name
       WHERE s.slot_name = ?
      """;

  static final String SYSTEM_IDENTIFIER = "SELECT system_identifier::text FROM pg_control_system()";

  /** The snapshot that it exports shows exactly the rows that lie before the slot. */
  static final String CREATE_TEMPORARY_SLOT =
      "CREATE_REPLICATION_SLOT %s TEMPORARY LOGICAL pgoutput (SNAPSHOT 'export')";

  static final String TAKE_SNAPSHOT = "SET TRANSACTION SNAPSHOT '%s'";

  static final String HOLDS_ROWS = "SELECT EXISTS (SELECT FROM %s)";

  /** Atomic: either the permanent slot stands afterwards, or nothing does. */
  static final String COPY_SLOT = "SELECT pg_copy_logical_replication_slot(?, ?, false)";
}
