package dev.ensemble.relay;

import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The columns of one inserted row, where they lie in the message that brought it. Nothing is
 * copied: a row is valid until the next one is read into it.
 */
final class Row {
  private static final int COLUMNS_AT_FIRST = 16;
  private static final int NO_VALUE = -1;

  private byte[] array = {};
  private int[] offsets = new int[COLUMNS_AT_FIRST];
  private int[] lengths = new int[COLUMNS_AT_FIRST];
  private boolean[] binary = new boolean[COLUMNS_AT_FIRST];
  private int count;

  /** Reads a TupleData of pgoutput, whose buffer must have an array; moves past it. */
  void read(ByteBuffer message) {
    array = message.array();
    count = message.getShort();
    ensureColumns();
    for (int column = 0; column < count; column++) {
      byte kind = message.get();
      switch (kind) {
        case 'b', 't' -> {
          int length = message.getInt();
          offsets[column] = message.arrayOffset() + message.position();
          lengths[column] = length;
          binary[column] = kind == 'b';
          message.position(message.position() + length);
        }
        // Unchanged values ('u') belong to updates; an insert has none.
        case 'n' -> lengths[column] = NO_VALUE;
        default ->
            throw new RelayFailure(
                ExitCode.FAILED, "PostgreSQL sent a column of the unknown kind " + kind, null);
      }
    }
  }

  /** Reads the next tuple of COPY's binary format, with all values copied; false at its end. */
  boolean readCopied(DataInputStream copy) throws IOException {
    count = copy.readShort();
    if (count == NO_VALUE) {
      return false;
    }
    ensureColumns();
    int length = 0;
    for (int column = 0; column < count; column++) {
      lengths[column] = copy.readInt();
      binary[column] = true;
      offsets[column] = length;
      if (lengths[column] != NO_VALUE) {
        int end = length + lengths[column];
        array = Arrays.copyOf(array, end);
        copy.readFully(array, length, lengths[column]);
        length = end;
      }
    }
    return true;
  }

  private void ensureColumns() {
    if (count > offsets.length) {
      offsets = new int[count];
      lengths = new int[count];
      binary = new boolean[count];
    }
  }

  /** Of all values. */
  long bytes() {
    long bytes = 0;
    for (int column = 0; column < count; column++) {
      bytes += Math.max(0, lengths[column]);
    }
    return bytes;
  }

  boolean isNull(int column) {
    return lengths[column] == NO_VALUE;
  }

  /** What the offsets are places in. */
  byte[] array() {
    return array;
  }

  int offset(int column) {
    return offsets[column];
  }

  int length(int column) {
    return lengths[column];
  }

  /** In the type's binary form; otherwise as text. */
  boolean isBinary(int column) {
    return binary[column];
  }
}
