package dev.ensemble.relay;

/** All SQL of the relay. */
final class SourceSql {
  private SourceSql() {}

  // What is newer than PostgreSQL 15 is asked for by way of JSON, where it may be missing.
  static final String SERVER =
      """
      SELECT current_user AS role, current_database() AS database,
             pg_is_in_recovery() AS standby,
             CASE WHEN NOT pg_is_in_recovery()
                  THEN pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0') END::bigint AS end_of_wal,
             (SELECT count(*) FROM pg_replication_slots) AS slots,
             (SELECT count(*) FROM pg_stat_replication) AS senders,
             EXISTS (SELECT FROM pg_roles r
                      WHERE r.rolname = current_user AND (r.rolreplication OR r.rolsuper))
             -- Amazon's servers lend the right through a role of that name.
             OR EXISTS (SELECT FROM pg_roles r
                         WHERE r.rolname = 'rds_replication'
                           AND pg_has_role(current_user, r.oid, 'MEMBER')) AS may_replicate
      """;

  static final String SERVER_SETTINGS =
      """
      SELECT name, setting
        FROM pg_settings
       WHERE name IN ('wal_level', 'wal_sender_timeout', 'max_wal_senders',
                      'max_replication_slots', 'max_slot_wal_keep_size',
                      'idle_replication_slot_timeout', 'output_plugin_libraries',
                      'sync_replication_slots', 'synchronized_standby_slots')
      """;

  // From the catalogs and not by to_regclass, which fails where the schema may not be used.
  static final String TABLE =
      """
      SELECT c.relkind = 'p' AS partitioned,
             has_schema_privilege(n.oid, 'USAGE')
               AND has_table_privilege(c.oid, 'SELECT') AS readable,
             a.attname AS name, format_type(a.atttypid, NULL) AS type_name,
             a.atttypid::bigint AS type_number, p.prosrc AS send_function,
             EXISTS (SELECT FROM pg_index i
                      WHERE i.indrelid = c.oid AND i.indisunique AND i.indisvalid
                        AND i.indpred IS NULL AND i.indkey[0] = a.attnum) AS leads_unique
        FROM pg_class c
        JOIN pg_namespace n ON n.oid = c.relnamespace
        JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
        JOIN pg_type t ON t.oid = a.atttypid
        LEFT JOIN pg_proc p ON p.oid = t.typsend
       WHERE n.nspname = ? AND c.relname = ? AND c.relkind IN ('r', 'p')
      """;

  // A domain sends as its base type does; prosrc, because an extension's alias has another name.
  static final String OWN_TYPES =
      """
      SELECT t.oid::bigint, coalesce(p.prosrc, '')
        FROM pg_type t
        LEFT JOIN pg_proc p ON p.oid = t.typsend
       WHERE t.oid >= 16384 AND t.typtype IN ('b', 'd', 'e') AND t.typcategory <> 'A'
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
      SELECT s.plugin, s.database, coalesce(s.wal_status, 'lost') AS wal_status,
             CASE WHEN s.active_pid IS NOT NULL THEN
               concat('process ', s.active_pid, ', role ', a.usename, ', application "',
                      a.application_name, '", from ', coalesce(a.client_addr::text, 'a socket'),
                      ', since ', to_char(a.backend_start, 'YYYY-MM-DD HH24:MI:SS TZ'))
             END AS reader, a.application_name AS reader_application,
             coalesce(pg_wal_lsn_diff(s.confirmed_flush_lsn, '0/0'), 0)::bigint AS confirmed,
             coalesce(to_jsonb(s) ->> 'invalidation_reason',
                      CASE WHEN (to_jsonb(s) ->> 'conflicting')::boolean
                           THEN 'conflict with recovery' END) AS invalidated,
             s.safe_wal_size AS safe_bytes, (to_jsonb(s) ->> 'failover')::boolean AS failover
        FROM pg_replication_slots s
        LEFT JOIN pg_stat_activity a ON a.pid = s.active_pid
       WHERE s.slot_name = ?
      """;

  static final String READING =
      """
      SELECT coalesce(s.active_pid, 0), coalesce(s.wal_status, 'lost'), coalesce(s.confirmed_flush_lsn::text, ''),
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

  static final String COLUMNS =
      """
      SELECT attname, atttypid::bigint
        FROM pg_attribute
       WHERE attrelid = ?::regclass AND attnum > 0 AND NOT attisdropped
      """;

  static final String COUNT = "SELECT count(*) FROM %s";

  static final String COPY_ROWS = "COPY (SELECT %s FROM %s %s) TO STDOUT (FORMAT binary)";

  /** The sign of a hash is dropped before it is parted. */
  static final String PART =
      "WHERE (hashtextextended(coalesce(%s::text, ''), 0) & 1048575) %% %d = %d";

  /** From PostgreSQL 17 on; in a replication session. */
  static final String LET_STANDBYS_FOLLOW = "ALTER_REPLICATION_SLOT %s (FAILOVER true)";

  // Not transactional: that kind waits for transactions, and has lost rows in Debezium (dbz#2058).
  static final String HEARTBEAT = "SELECT pg_logical_emit_message(false, 'ensemble-relay', '')";

  static final String DROP_SLOT =
      """
      SELECT pg_drop_replication_slot(slot_name)
        FROM pg_replication_slots
       WHERE slot_name = ? AND database = current_database() AND plugin = 'pgoutput'
      """;

  /** Those that the server has; for a session that may idle in a transaction. */
  static final String NO_TIMEOUTS =
      """
      SELECT set_config(name, '0', false)
        FROM pg_settings
       WHERE name IN ('idle_in_transaction_session_timeout', 'statement_timeout',
                      'transaction_timeout')
      """;

  /**
   * Over the stream's own connection, before it streams; the name tells it from others' readers.
   */
  static final String BEGIN_READING =
      "SELECT pg_backend_pid(), set_config('application_name', 'ensemble-relay stream', false)";

  /** Another one after each promotion of a standby and each recovery to a point in time. */
  static final String TIMELINE = "SELECT substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8)";

  /** Held by the session; whoever has it may make the slot. */
  static final String TRY_LOCK =
      "SELECT pg_try_advisory_lock(hashtextextended('ensemble-relay ' || ?, 0))";

  /** A client that is gone without a word loses its session, and its locks, within a minute. */
  static final String NOTICE_A_DEAD_CLIENT =
      """
      SELECT set_config('tcp_keepalives_idle', '30', false),
             set_config('tcp_keepalives_interval', '10', false),
             set_config('tcp_keepalives_count', '3', false)
      """;

  static final String LOCK_HOLDER =
      """
      SELECT concat('process ', a.pid, ', role ', a.usename, ', from ',
                    coalesce(a.client_addr::text, 'a socket'))
        FROM (SELECT hashtextextended('ensemble-relay ' || ?, 0) AS key) AS k
        JOIN pg_locks l
          ON l.locktype = 'advisory' AND l.granted AND l.objsubid = 1
         AND l.classid = ((k.key >> 32) & 4294967295)::oid
         AND l.objid = (k.key & 4294967295)::oid
        JOIN pg_database d ON d.oid = l.database AND d.datname = current_database()
        JOIN pg_stat_activity a ON a.pid = l.pid
      """;
}
