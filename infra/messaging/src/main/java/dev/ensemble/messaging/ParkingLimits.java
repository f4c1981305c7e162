package dev.ensemble.messaging;

/**
 * How much may be parked. Where a partition's next record would be one too many, the partition
 * stops, as it would without parking. Workers that park at the same time may exceed a limit by a
 * batch each.
 *
 * @param eventsMax of a consumer. A release in which everything fails must not copy its topics into
 *     a table; so many are still listed, grouped and redriven in minutes.
 * @param eventsPerKeyMax of one key. An aggregate's life has tens of events: a key with so many is
 *     one that somebody should look at before it grows on.
 * @param bytesMax of a consumer, of keys, payloads and headers. Events may be of any size: as many
 *     large ones as may be parked would fill the disk of a database that everything stands on. A
 *     single event is let in where none is parked, whatever its size. Each transaction that parks
 *     sums up what is parked of the consumer: the more of it, the longer that takes, one by one
 *     most of all.
 */
record ParkingLimits(int eventsMax, int eventsPerKeyMax, long bytesMax) {

  /** Of one redrive or discard: its answer names each event, and somebody is to read it. */
  static final int TREATED_AT_ONCE_MAX = 10_000;

  static void requireEventsMax(int events) {
    if (events < 1 || events > TREATED_AT_ONCE_MAX) {
      throw new IllegalArgumentException(
          "from 1 to " + TREATED_AT_ONCE_MAX + " events at once, not " + events);
    }
  }
}
