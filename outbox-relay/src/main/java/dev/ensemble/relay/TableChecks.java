package dev.ensemble.relay;

import dev.ensemble.relay.Finding.Check;
import dev.ensemble.relay.SourceFacts.Publication;
import dev.ensemble.relay.SourceFacts.Table;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Whether the table can be read as the settings say, and its publication brings all of it. */
final class TableChecks {
  private final SourceSettings settings;
  private final List<Finding> findings;

  TableChecks(SourceSettings settings, List<Finding> findings) {
    this.settings = settings;
    this.findings = findings;
  }

  void examine(SourceFacts facts) {
    Table table = facts.table();
    if (table == null) {
      add(
          Check.TABLE_MISSING,
          "table " + settings.table() + " does not exist",
          "let the service migrate, or correct relay.sources.<name>.table");
    } else {
      access(table, facts.server().user());
      columns(table);
      idIndex(table);
    }
    publication(facts.publication(), table);
  }

  private void access(Table table, String user) {
    if (!table.readable()) {
      add(
          Check.TABLE_PRIVILEGE,
          "role " + user + " may not read " + settings.table(),
          "GRANT USAGE ON SCHEMA %s TO %s; GRANT SELECT ON %s TO %s"
              .formatted(
                  SourceSettings.quoted(settings.schemaName()), user, settings.tableShown(), user));
    }
  }

  private void columns(Table table) {
    Map<String, String> needed = settings.completeRow().tableColumns();
    String missing = listed(needed, column -> !table.columns().containsKey(column));
    if (!missing.isEmpty()) {
      add(
          Check.COLUMN_MISSING,
          "table %s has no column %s".formatted(settings.table(), missing),
          "correct relay.sources.<name>.layout or the settings in brackets, or give the table the"
              + " shape that the relay's README gives");
    }
    String unreadable =
        listed(
            needed,
            column -> {
              SourceFacts.ColumnType type = table.columns().get(column);
              return type != null && !type.readable();
            });
    if (!unreadable.isEmpty()) {
      add(
          Check.COLUMN_TYPE,
          "table %s has types that the relay cannot read in column %s"
              .formatted(settings.table(), unreadable),
          "give them one of the types " + ColumnTypes.READABLE + ", or name other columns");
    }
  }

  /** Rows that are aside are looked for by it, one by one, and told apart. */
  private void idIndex(Table table) {
    String id = RowSettings.named(settings.completeRow().id());
    SourceFacts.ColumnType column = table.columns().get(id);
    if (column != null && !column.leadsUnique()) {
      add(
          Check.ROW_ID_INDEX,
          "no unique index of table %s begins with column %s (row.id)"
              .formatted(settings.table(), id),
          "CREATE UNIQUE INDEX ON %s (%s), or let row.id name a column that has one; a retry reads"
                  .formatted(settings.tableShown(), SourceSettings.quoted(id))
              + " the whole table for each row, and two rows of one id that cannot be sent end the"
              + " relay");
    }
  }

  private void publication(@Nullable Publication publication, @Nullable Table table) {
    String name = settings.publication();
    if (publication == null) {
      add(
          Check.PUBLICATION_MISSING,
          "publication " + name + " does not exist",
          "let the service migrate, or CREATE PUBLICATION %s FOR TABLE %s WITH (publish = 'insert')"
              .formatted(name, settings.tableShown()));
      return;
    }
    if (!publication.actions().equals("insert")) {
      // Updates and deletes of an outbox mean nothing to a reader, and dropping a partition must
      // not reach it.
      add(
          Check.PUBLICATION_ACTIONS,
          "publication %s publishes \"%s\"".formatted(name, publication.actions()),
          "ALTER PUBLICATION %s SET (publish = 'insert')".formatted(name));
    }
    if (table != null) {
      content(publication, table);
    }
  }

  private void content(Publication publication, Table table) {
    String name = settings.publication();
    if (table.partitioned() && !publication.viaRoot()) {
      add(
          Check.PUBLICATION_ROOT,
          "publication %s names the partitions instead of %s".formatted(name, settings.table()),
          "ALTER PUBLICATION %s SET (publish_via_partition_root = true)".formatted(name));
    } else if (publication.columns().isEmpty()) {
      add(
          Check.PUBLICATION_TABLE,
          "publication %s does not hold table %s".formatted(name, settings.table()),
          "ALTER PUBLICATION %s ADD TABLE %s; rows that were written without it never come by the"
                  .formatted(name, settings.tableShown())
              + " stream: after that, start the relay once with --relay.recover=<the source's name>");
    } else {
      rows(publication, table);
    }
  }

  private void rows(Publication publication, Table table) {
    String name = settings.publication();
    if (publication.rowFilter()) {
      add(
          Check.PUBLICATION_FILTER,
          "publication %s filters rows, which would never be published".formatted(name),
          "ALTER PUBLICATION %s SET TABLE %s".formatted(name, settings.tableShown()));
    }
    String missing =
        listed(
            settings.completeRow().columns(),
            column ->
                // What the table lacks, too, is said where the table is.
                table.columns().containsKey(column) && !publication.columns().contains(column));
    if (!missing.isEmpty()) {
      add(
          Check.PUBLICATION_COLUMNS,
          "publication %s leaves out column %s".formatted(name, missing),
          "add it to the publication's column list");
    }
  }

  /** Each with the property that needs it. */
  private static String listed(Map<String, String> columns, Predicate<String> which) {
    return columns.entrySet().stream()
        .filter(column -> which.test(column.getKey()))
        .map(column -> "%s (%s)".formatted(column.getKey(), column.getValue()))
        .collect(Collectors.joining(", "));
  }

  private void add(Check check, String sentence, String remedy) {
    findings.add(new Finding(check, sentence, remedy));
  }
}
