package dev.ensemble.relay;

import static dev.ensemble.relay.Checks.matches;
import static dev.ensemble.relay.Checks.require;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * How a row becomes a record. What is not set is the layout's.
 *
 * @param id the column by which a row is known in logs and when it is set aside
 * @param key the column that is the record's key
 * @param value the column that is the record's value, byte for byte
 * @param topic a template over columns
 * @param headers a template over columns for each header; one that is exactly a column is left out
 *     where that column is null. If any is set, the layout's are not used.
 * @param order the columns that order the rows of one key in the table
 */
record RowSettings(
    @Nullable String id,
    @Nullable String key,
    @Nullable String value,
    @Nullable String topic,
    @Nullable Map<String, String> headers,
    @Nullable List<String> order) {

  static final RowSettings UNSET = new RowSettings(null, null, null, null, null, null);

  // Any name that PostgreSQL takes, but for the template's own signs.
  private static final String COLUMN = "[^{}\"\\s]{1,63}";
  private static final String HEADER = "[!-z|~]{1,255}";
  // What a variable's name, in which an underscore parts the words, makes of ce_id.
  private static final String FROM_VARIABLE =
      "ce[.](id|source|type|specversion|subject|time|partitionkey)";
  private static final String TOPIC_LITERAL = "[a-zA-Z0-9._-]*";

  RowSettings {
    headers = headers == null ? null : Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    order = order == null ? null : List.copyOf(order);
  }

  /** These settings, with what they leave open taken from the others. */
  RowSettings over(RowSettings layout) {
    return new RowSettings(
        id == null ? layout.id : id,
        key == null ? layout.key : key,
        value == null ? layout.value : value,
        topic == null ? layout.topic : topic,
        headers == null ? layout.headers : headers,
        order == null ? layout.order : order);
  }

  void check(String prefix) {
    matches(id, COLUMN, prefix + ".id", "id");
    matches(key, COLUMN, prefix + ".key", "aggregateid");
    matches(value, COLUMN, prefix + ".value", "payload");
    Template names = Template.parse(prefix + ".topic", topic == null ? "" : topic);
    names
        .literals()
        .forEach(
            literal ->
                require(
                    literal.matches(TOPIC_LITERAL),
                    "%s.topic is \"%s\", but no topic's name holds other signs than %s"
                        .formatted(prefix, topic, "letters, digits, '.', '_' and '-'")));
    eachHeader(
        (header, template) -> {
          checkHeaderName(prefix + ".headers", header);
          Template.parse("%s.headers[%s]".formatted(prefix, header), template);
        });
    orderColumns().forEach(column -> matches(column, COLUMN, prefix + ".order", "sequence"));
  }

  private static void checkHeaderName(String property, String header) {
    require(
        header.matches(HEADER),
        "%s names \"%s\", which is no header's name".formatted(property, header));
    require(
        !header.matches(FROM_VARIABLE),
        "%s names \"%s\", as the name of a variable cannot hold ce_id: set it as a property"
            .formatted(property, header));
  }

  void eachHeader(BiConsumer<String, String> header) {
    if (headers != null) {
      headers.forEach(header);
    }
  }

  List<String> orderColumns() {
    return order == null ? List.of() : order;
  }

  /** Every column that a record is made of, with the property that names it first. */
  Map<String, String> columns() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put(named(id), "row.id");
    columns.putIfAbsent(named(key), "row.key");
    columns.putIfAbsent(named(value), "row.value");
    Template.parse("row.topic", named(topic))
        .columns()
        .forEach(column -> columns.putIfAbsent(column, "row.topic"));
    eachHeader(
        (header, template) -> {
          String property = "row.headers[" + header + "]";
          Template.parse(property, template)
              .columns()
              .forEach(column -> columns.putIfAbsent(column, property));
        });
    return columns;
  }

  /** Those, and what a key's rows are put in order by, which only the table must have. */
  Map<String, String> tableColumns() {
    Map<String, String> columns = columns();
    orderColumns().forEach(column -> columns.putIfAbsent(column, "row.order"));
    return columns;
  }

  /** For what {@link #check} has found set. */
  static String named(@Nullable String setting) {
    if (setting == null) {
      throw new IllegalStateException("a setting of the row is missing and was not checked");
    }
    return setting;
  }
}
