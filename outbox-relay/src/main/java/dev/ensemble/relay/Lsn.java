package dev.ensemble.relay;

/** Places in the WAL as PostgreSQL writes them. */
final class Lsn {
  private Lsn() {}

  static String text(long lsn) {
    return "%X/%X".formatted(lsn >>> Integer.SIZE, lsn & 0xffff_ffffL);
  }
}
