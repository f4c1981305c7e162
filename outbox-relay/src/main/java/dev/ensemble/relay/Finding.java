package dev.ensemble.relay;

/**
 * What an examination found wrong with a source.
 *
 * @param sentence what is wrong
 * @param remedy what a person does about it
 */
record Finding(Check check, String sentence, String remedy) {
  enum Severity {
    /** Time will not mend it: nothing is streamed. */
    REFUSES,
    /** Before the stream it is waited for; once there was a stream it forbids it. */
    WAITS,
    /** The stream goes on, but it may come to harm. */
    WARNS
  }

  /** Names stay: dashboards and alerts know the word. */
  enum Check {
    UNREACHABLE("unreachable", Severity.WAITS),
    /** Only the doctor's own: a relay that cannot ask Kafka says so itself. */
    POSITION_UNKNOWN("position-unknown", Severity.WAITS),
    STANDBY("standby", Severity.REFUSES),
    WAL_LEVEL("wal-level", Severity.REFUSES),
    REPLICATION_PRIVILEGE("replication-privilege", Severity.REFUSES),
    OUTPUT_PLUGIN("output-plugin", Severity.REFUSES),
    NO_FREE_SLOT("no-free-slot", Severity.REFUSES),
    NO_FREE_SENDER("no-free-sender", Severity.REFUSES),
    IDLE_TIMEOUT("idle-timeout", Severity.WARNS),
    SENDER_TIMEOUT_OFF("sender-timeout-off", Severity.WARNS),
    UNLIMITED_WAL("unlimited-wal", Severity.WARNS),
    TABLE_MISSING("table-missing", Severity.WAITS),
    TABLE_PRIVILEGE("table-privilege", Severity.REFUSES),
    COLUMN_MISSING("column-missing", Severity.REFUSES),
    COLUMN_TYPE("column-type", Severity.REFUSES),
    ROW_ID_INDEX("row-id-index", Severity.WARNS),
    PUBLICATION_MISSING("publication-missing", Severity.WAITS),
    PUBLICATION_ACTIONS("publication-actions", Severity.REFUSES),
    PUBLICATION_ROOT("publication-root", Severity.REFUSES),
    PUBLICATION_TABLE("publication-table", Severity.REFUSES),
    PUBLICATION_FILTER("publication-filter", Severity.REFUSES),
    PUBLICATION_COLUMNS("publication-columns", Severity.REFUSES),
    SLOT_MISSING("slot-missing", Severity.WAITS),
    SLOT_PLUGIN("slot-plugin", Severity.REFUSES),
    SLOT_DATABASE("slot-database", Severity.REFUSES),
    SLOT_LOST("slot-lost", Severity.REFUSES),
    SLOT_READER("slot-reader", Severity.WARNS),
    SLOT_AT_RISK("slot-at-risk", Severity.WARNS),
    SLOT_FAILOVER("slot-failover", Severity.WARNS),
    STATE_TOPIC_REPLICAS("state-topic-replicas", Severity.WARNS),
    QUARANTINE_FILLS("quarantine-fills", Severity.WARNS),
    WAL_BEFORE_POSITION("wal-before-position", Severity.REFUSES),
    SLOT_AFTER_POSITION("slot-after-position", Severity.REFUSES);

    private final String word;
    private final Severity severity;

    Check(String word, Severity severity) {
      this.word = word;
      this.severity = severity;
    }

    String word() {
      return word;
    }

    Severity severity() {
      return severity;
    }
  }

  boolean warns() {
    return check.severity() == Severity.WARNS;
  }

  String advice() {
    return "%s. What to do: %s.".formatted(sentence, remedy);
  }
}
