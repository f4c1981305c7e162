package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A template bound to the places of its columns in a row; runs for every row. */
final class FieldText {
  private final byte[][] literals;
  private final Field[] fields;

  /** A column of a row, and how it is written. */
  record Field(String column, int place, ColumnForm form) {
    /** False where it is null, and nothing was written. */
    boolean write(Row row, Bytes out) {
      if (row.isNull(place)) {
        return false;
      }
      formIn(row).write(row.array(), row.offset(place), row.length(place), out);
      return true;
    }

    /** Null where it is null; without a detour where the bytes are published as they lie. */
    byte @Nullable [] copy(Row row, Bytes room) {
      if (row.isNull(place)) {
        return null;
      }
      ColumnForm how = formIn(row);
      int offset = row.offset(place);
      int length = row.length(place);
      if (how.liesReady()) {
        return Arrays.copyOfRange(row.array(), offset + how.skipped(), offset + length);
      }
      room.clear();
      how.write(row.array(), offset, length, room);
      return room.copy();
    }

    private ColumnForm formIn(Row row) {
      if (row.isBinary(place)) {
        return form;
      }
      if (!form.textIsTheSame()) {
        throw new RelayFailure(
            ExitCode.FAILED,
            "PostgreSQL sent column %s as text although its binary form was asked for"
                .formatted(column),
            null);
      }
      return ColumnForm.TEXT;
    }
  }

  FieldText(Template template, Function<String, Field> columns) {
    List<String> texts = template.literals();
    this.literals = new byte[texts.size()][];
    for (int at = 0; at < literals.length; at++) {
      literals[at] = texts.get(at).getBytes(UTF_8);
    }
    this.fields = template.columns().stream().map(columns).toArray(Field[]::new);
  }

  /** False where one of its columns is null; what is in the bytes then is of no use. */
  boolean write(Row row, Bytes out) {
    out.clear();
    out.put(literals[0]);
    for (int at = 0; at < fields.length; at++) {
      if (!fields[at].write(row, out)) {
        return false;
      }
      out.put(literals[at + 1]);
    }
    return true;
  }
}
