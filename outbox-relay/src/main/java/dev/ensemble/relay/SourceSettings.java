package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.matches;
import static dev.ensemble.relay.Checks.matchesUnprinted;
import static dev.ensemble.relay.Checks.require;

import java.util.Properties;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.springframework.boot.context.properties.bind.ConstructorBinding;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One database whose outbox is published.
 *
 * @param url the JDBC URL, with those of pgjdbc's parameters that {@link UrlParameters} lets pass
 * @param slot the replication slot, the relay's only position in this database
 * @param publication inserts of the table, published through the root of its partitions
 * @param table schema and table
 * @param layout whose the table is, and with that what is not set of {@code row}
 */
record SourceSettings(
    String url,
    String username,
    @DefaultValue("") String password,
    String slot,
    @DefaultValue("outbox") String publication,
    @DefaultValue("messaging.outbox") String table,
    @DefaultValue("ensemble") String layout,
    @DefaultValue RowSettings row) {

  private static final String NAME = "[a-z_][a-z0-9_]{0,62}";
  // As object-relational mappers write them; quoted wherever they stand in SQL.
  private static final String ANY_CASE_NAME = "[A-Za-z_][A-Za-z0-9_$]{0,62}";
  // pgjdbc would prefer them to the role's properties, and a URL ends up in places that no secret
  // should.
  private static final Pattern CREDENTIALS = Pattern.compile("[?&](user|password)=");

  @ConstructorBinding
  SourceSettings {
    // More than one constructor: this is the one that settings are bound by.
  }

  /** An outbox of the library's own layout. */
  SourceSettings(
      String url, String username, String password, String slot, String publication, String table) {
    this(url, username, password, slot, publication, table, "ensemble", RowSettings.UNSET);
  }

  void check(String prefix) {
    checkUrl(prefix);
    require(!host().contains(","), prefix + ".url names several hosts: one primary is needed");
    matches(username, "\\S+", prefix + ".username", "relay");
    matches(slot, "[a-z0-9_]{1,63}", prefix + ".slot", "outbox_orders");
    matches(publication, NAME, prefix + ".publication", "outbox");
    matches(table, ANY_CASE_NAME + "\\." + ANY_CASE_NAME, prefix + ".table", "messaging.outbox");
    row.over(Layout.named(prefix + ".layout", layout)).check(prefix + ".row");
  }

  private void checkUrl(String prefix) {
    String property = prefix + ".url";
    matchesUnprinted(
        url, "jdbc:postgresql:.+", property, "jdbc:postgresql://localhost:5432/orders");
    String address = address();
    require(
        !address.contains("@") && !CREDENTIALS.matcher(url).find(),
        "%1$s.url holds a user or a password: set %1$s.username and %1$s.password instead"
            .formatted(prefix));
    UrlParameters.check(url, property);
    // Without the parameters, because pgjdbc logs what it cannot read.
    require(Driver.parseURL(address, null) != null, property + " is not a URL that pgjdbc reads");
  }

  /** The layout's settings under those that are set here. */
  RowSettings completeRow() {
    return row.over(Layout.named("layout", layout));
  }

  String schemaName() {
    return table.substring(0, table.indexOf('.'));
  }

  /** Schema and table as SQL needs them. */
  String tableSql() {
    // Always quoted: a plain name may be a reserved word, as "order" is.
    return '"'
        + schemaName().replace("\"", "\"\"")
        + "\".\""
        + tableName().replace("\"", "\"\"")
        + '"';
  }

  /** As people read it in remedies, quoted only where it must be. */
  String tableShown() {
    return quoted(schemaName()) + "." + quoted(tableName());
  }

  /** Plain names as they are, because people read them in remedies. */
  static String quoted(String name) {
    return name.matches(NAME) ? name : '"' + name.replace("\"", "\"\"") + '"';
  }

  String tableName() {
    return table.substring(table.indexOf('.') + 1);
  }

  /** The URL without its parameters. */
  String address() {
    return url.replaceFirst("\\?.*", "");
  }

  String host() {
    return parsed(PGProperty.PG_HOST);
  }

  String port() {
    return parsed(PGProperty.PG_PORT);
  }

  String database() {
    return parsed(PGProperty.PG_DBNAME);
  }

  String slotOnServer() {
    return host() + ":" + port() + "/" + slot;
  }

  /** The URL's own parameters: what remains when host, port and database are taken out. */
  TreeMap<String, String> parameters() {
    TreeMap<String, String> parameters = new TreeMap<>();
    Properties all = properties();
    all.stringPropertyNames().forEach(name -> parameters.put(name, all.getProperty(name)));
    parameters.remove(PGProperty.PG_HOST.getName());
    parameters.remove(PGProperty.PG_PORT.getName());
    parameters.remove(PGProperty.PG_DBNAME.getName());
    return parameters;
  }

  private String parsed(PGProperty property) {
    @Nullable String value = property.getOrDefault(properties());
    return value == null ? "" : value;
  }

  private Properties properties() {
    @Nullable Properties properties = Driver.parseURL(url, null);
    return properties == null ? new Properties() : properties;
  }

  /** Neither the password nor the URL's parameters, which may hold one: settings are logged. */
  @Override
  public String toString() {
    return "%s:%s/%s as %s, slot %s, publication %s, table %s"
        .formatted(host(), port(), database(), username, slot, publication, table);
  }
}
