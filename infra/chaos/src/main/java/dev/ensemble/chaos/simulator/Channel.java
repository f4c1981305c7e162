package dev.ensemble.chaos.simulator;

/** One consumer's reading of one topic. */
enum Channel {
  INVENTORY_FROM_ORDER(0, Service.INVENTORY, Service.ORDER, 0),
  INVENTORY_FROM_PAYMENT(1, Service.INVENTORY, Service.PAYMENT, 1),
  PAYMENT_FROM_INVENTORY(2, Service.PAYMENT, Service.INVENTORY, 0),
  ORDER_FROM_PAYMENT(3, Service.ORDER, Service.PAYMENT, 0),
  ORDER_FROM_INVENTORY(4, Service.ORDER, Service.INVENTORY, 1);

  /** No saga tells more facts from one service, also when relays repeat themselves. */
  static final int ROWS_MAX = 16;

  private static final Channel[] ALL = values();

  private final int place;
  private final Service consumer;
  private final Service source;
  private final int half;

  Channel(int place, Service consumer, Service source, int half) {
    this.place = place;
    this.consumer = consumer;
    this.source = source;
    this.half = half;
  }

  static Channel at(int place) {
    return ALL[place];
  }

  static int count() {
    return ALL.length;
  }

  static Channel of(Service consumer, Service source) {
    for (Channel channel : ALL) {
      if (channel.consumer == consumer && channel.source == source) {
        return channel;
      }
    }
    throw new IllegalArgumentException(consumer + " does not read " + source.topic());
  }

  /** Where it stands among all of them. */
  int place() {
    return place;
  }

  Service consumer() {
    return consumer;
  }

  Service source() {
    return source;
  }

  /** The row's bit in what its consumer remembers: one half of an int per topic that it reads. */
  int bit(Row row) {
    if (row.number() >= ROWS_MAX) {
      throw new IllegalStateException("more facts of one order than " + ROWS_MAX + ": " + row);
    }
    return 1 << (half * ROWS_MAX + row.number());
  }

  /** The bits of all rows of this topic that come after the row. */
  int bitsAfter(Row row) {
    int all = 0xFFFF << (half * ROWS_MAX);
    return all & -(bit(row) << 1);
  }
}
