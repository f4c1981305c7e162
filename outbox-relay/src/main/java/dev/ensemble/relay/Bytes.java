package dev.ensemble.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** Room in which one value after the other is put together; it only grows. */
final class Bytes {
  private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
  private static final int ROOM_AT_FIRST = 256;
  private static final int DIGITS_OF_A_LONG = 20;

  private byte[] array = new byte[ROOM_AT_FIRST];
  private int length;

  void clear() {
    length = 0;
  }

  void put(byte[] from, int offset, int count) {
    ensure(count);
    System.arraycopy(from, offset, array, length, count);
    length += count;
  }

  void put(byte[] from) {
    put(from, 0, from.length);
  }

  void put(char ascii) {
    ensure(1);
    array[length++] = (byte) ascii;
  }

  void putHex(byte value) {
    ensure(2);
    array[length++] = HEX[(value >> 4) & 0xf];
    array[length++] = HEX[value & 0xf];
  }

  void putNumber(long value) {
    ensure(DIGITS_OF_A_LONG);
    // Counted down from the negative side, where the smallest number has room.
    long rest = value < 0 ? value : -value;
    if (value < 0) {
      array[length++] = '-';
    }
    int digits = 1;
    for (long left = rest / 10; left != 0; left /= 10) {
      digits++;
    }
    putDigits(rest, digits);
  }

  /** With zeros in front, for the parts of dates and times. */
  void putNumber(long value, int digits) {
    ensure(digits);
    putDigits(-value, digits);
  }

  private void putDigits(long negative, int digits) {
    long rest = negative;
    for (int at = length + digits - 1; at >= length; at--) {
      array[at] = (byte) ('0' - rest % 10);
      rest /= 10;
    }
    length += digits;
  }

  private void ensure(int more) {
    if (array.length - length < more) {
      array = Arrays.copyOf(array, Math.max(array.length * 2, length + more));
    }
  }

  boolean holds(byte[] other) {
    return Arrays.equals(array, 0, length, other, 0, other.length);
  }

  int hash() {
    int hash = 0;
    for (int at = 0; at < length; at++) {
      hash = 31 * hash + array[at];
    }
    return hash;
  }

  byte[] copy() {
    return Arrays.copyOf(array, length);
  }
}
