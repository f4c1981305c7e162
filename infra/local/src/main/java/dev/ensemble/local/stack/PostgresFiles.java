package dev.ensemble.local.stack;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The server's two configuration files, written anew at every start. */
final class PostgresFiles {
  private PostgresFiles() {}

  /**
   * @param instead settings beside these, or instead of them: the last one counts
   */
  static String configuration(Ports ports, Map<String, String> instead) {
    StringBuilder lines = new StringBuilder(usual(ports));
    new TreeMap<>(instead)
        .forEach((name, value) -> lines.append("%s = %s%n".formatted(name, value)));
    return lines.toString();
  }

  private static String usual(Ports ports) {
    return """
        # Written by ./infra/local/up at every start.
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        max_connections = 100
        shared_buffers = 64MB
        timezone = 'UTC'

        # The relay decodes the log; each source has a slot and a sender.
        wal_level = logical
        max_replication_slots = 10
        max_wal_senders = 10
        # A relay that died without a word frees its slot within this time.
        wal_sender_timeout = 30s
        # A slot must not be thrown away overnight because nobody was working.
        idle_replication_slot_timeout = 0
        # Nor may a forgotten one fill the disk: rows of the outbox are kept, it can be made anew.
        max_slot_wal_keep_size = 4GB

        # What was acknowledged is on disk.
        fsync = on
        synchronous_commit = on
        full_page_writes = on

        log_line_prefix = '%%m [%%p] %%q%%u@%%d '
        """
        .formatted(ports.postgres());
  }

  /**
   * No line for {@code replication}: that keyword means copies of the whole cluster. The relay's
   * logical streams match their database by name.
   */
  static String whoMayConnect(@Nullable Guest guest) {
    StringBuilder lines = new StringBuilder("# Written by ./infra/local/up at every start.\n");
    line(lines, "all", Postgres.SUPERUSER);
    line(lines, "all", Databases.READER);
    for (Program service : Databases.SERVICES) {
      String name = service.shortName();
      String roles = "%s_owner,%s_app,%s".formatted(name, name, Databases.RELAY);
      line(lines, Databases.nameOf(service), roles);
    }
    if (guest != null) {
      String roles = "%s,%s,%s".formatted(guest.owner(), guest.app(), Databases.RELAY);
      line(lines, guest.database(), roles);
    }
    return lines.toString();
  }

  private static void line(StringBuilder lines, String database, String roles) {
    lines.append("host  %s  %s  127.0.0.1/32  scram-sha-256%n".formatted(database, roles));
  }
}
