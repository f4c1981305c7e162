package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ensemble.relay.FieldText.Field;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Turns rows of one table into records, as the settings say and the table's columns lie. Compiled
 * once for a table, run for every row, by one thread.
 */
final class RowMapping {
  private static final byte[] NO_BYTES = {};
  static final String WITHOUT_ID = "without an id";
  // A CloudEvent that lacks one of them is none.
  private static final Set<String> NEEDED_HEADERS =
      Set.of("ce_id", "ce_source", "ce_type", "ce_specversion");

  private final Bytes room = new Bytes();
  private final Field id;
  private final Field key;
  private final Field value;
  private final FieldText topic;
  private final TopicNames topics = new TopicNames();
  private final HeaderText[] headers;
  private final List<Header> ofRow = new ArrayList<>();

  /**
   * @param typeOid the type's number in the catalog, as pgoutput's Relation message has it
   */
  record Column(String name, int typeOid) {}

  /** For a table whose types all come with PostgreSQL. */
  static RowMapping of(RowSettings settings, List<Column> columns) {
    return of(settings, columns, ColumnTypes.OF_POSTGRESQL);
  }

  /**
   * @param columns in the order in which rows have them
   * @throws RelayFailure naming a column that is missing or cannot be read
   */
  static RowMapping of(RowSettings settings, List<Column> columns, ColumnTypes types) {
    Map<String, Field> fields = new HashMap<>();
    settings
        .columns()
        .forEach((name, property) -> fields.put(name, field(name, property, columns, types)));
    return new RowMapping(settings, fields);
  }

  private RowMapping(RowSettings settings, Map<String, Field> fields) {
    this.id = found(fields, RowSettings.named(settings.id()));
    this.key = found(fields, RowSettings.named(settings.key()));
    this.value = found(fields, RowSettings.named(settings.value()));
    this.topic =
        new FieldText(
            Template.parse("row.topic", RowSettings.named(settings.topic())),
            name -> found(fields, name));
    List<HeaderText> texts = new ArrayList<>();
    settings.eachHeader(
        (name, text) -> {
          Template template = Template.parse("row.headers", text);
          texts.add(
              new HeaderText(
                  name,
                  new FieldText(template, column -> found(fields, column)),
                  NEEDED_HEADERS.contains(name) || !template.isOneColumn()));
        });
    this.headers = texts.toArray(HeaderText[]::new);
  }

  private static Field field(
      String name, String property, List<Column> columns, ColumnTypes types) {
    for (int place = 0; place < columns.size(); place++) {
      Column column = columns.get(place);
      if (column.name().equals(name)) {
        ColumnForm form = types.form(column.typeOid());
        if (form == null) {
          throw refused(
              name,
              property,
              "has a type (number %d) that the relay cannot read; it reads %s"
                  .formatted(column.typeOid(), ColumnTypes.READABLE));
        }
        return new Field(name, place, form);
      }
    }
    throw refused(name, property, "is not among the table's published columns");
  }

  private static RelayFailure refused(String column, String property, String reason) {
    return new RelayFailure(
        ExitCode.REFUSED,
        "Refused: column %s, which relay.sources.<name>.%s names, %s"
            .formatted(column, property, reason),
        null);
  }

  private static Field found(Map<String, Field> fields, String name) {
    Field field = fields.get(name);
    if (field == null) {
      throw new IllegalStateException("column " + name + " was not looked for");
    }
    return field;
  }

  /** The record shares nothing with the row. */
  ProducerRecord<byte[], byte[]> map(Row row) throws UnusableRow {
    String name = topic(row);
    byte[] keyBytes = required(key, row);
    // A record without a value would be a tombstone, which no event ever is.
    byte[] valueBytes = required(value, row);
    ofRow.clear();
    for (HeaderText header : headers) {
      if (header.write(row, room)) {
        ofRow.add(header.last());
      } else if (header.isRequired()) {
        throw unusable(row, "has no value for header " + header.name());
      }
    }
    return new ProducerRecord<>(name, null, null, keyBytes, valueBytes, ofRow);
  }

  /** Where the record goes. */
  String topic(Row row) throws UnusableRow {
    if (!topic.write(row, room)) {
      throw unusable(row, "has no topic");
    }
    String name = topics.of(room);
    if (name == null) {
      String given = new String(room.copy(), UTF_8);
      throw unusable(row, "has a topic that Kafka cannot have: \"%s\"".formatted(given));
    }
    return name;
  }

  private byte[] required(Field field, Row row) throws UnusableRow {
    byte[] bytes = field.copy(row, room);
    if (bytes == null) {
      throw unusable(row, "has no " + field.column());
    }
    return bytes;
  }

  private UnusableRow unusable(Row row, String reason) {
    byte[] keyBytes = key.copy(row, room);
    return new UnusableRow(idOf(row), keyBytes == null ? NO_BYTES : keyBytes, reason);
  }

  /** The record's key; empty where the row has none. */
  byte[] key(Row row) {
    byte[] bytes = key.copy(row, room);
    return bytes == null ? NO_BYTES : bytes;
  }

  /** The row's id as text, in bytes; empty where it has none. */
  byte[] id(Row row) {
    byte[] bytes = id.copy(row, room);
    return bytes == null ? NO_BYTES : bytes;
  }

  /** For logs. */
  String idOf(Row row) {
    byte[] bytes = id(row);
    return bytes.length == 0 ? WITHOUT_ID : new String(bytes, UTF_8);
  }
}
