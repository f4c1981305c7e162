package dev.ensemble.chaos.simulator;

import java.util.Arrays;
import java.util.List;

/** A world of one order, told in numbers: equal states are equal worlds. */
final class State {
  /** Four bits a record, so a log of that many fits into a long. */
  private static final int LOG_LENGTH_MAX = 15;

  private static final int BITS = 4;
  private static final Service[] SERVICES = Service.values();

  private final int[] numbers;
  private final int hash;

  private State(int[] numbers) {
    this.numbers = numbers;
    this.hash = Arrays.hashCode(numbers);
  }

  /** The world as it is, with the faults that it may still have. */
  static State of(World world, Faults faults) {
    int[] numbers = new int[SERVICES.length * 4 + 4];
    int at = 0;
    for (Service service : SERVICES) {
      numbers[at++] = world.database(service).number();
      numbers[at++] = world.topics().sent(service);
      long log = packed(world.topics().log(service, 0));
      numbers[at++] = (int) (log >>> Integer.SIZE);
      numbers[at++] = (int) log;
    }
    numbers[at++] = world.outside().number();
    numbers[at++] = (world.heard(0) << Byte.SIZE) | world.spoiled();
    numbers[at++] =
        (faults.repeats() << (2 * BITS)) | (faults.crashes() << BITS) | faults.poisons();
    int offsets = 0;
    for (int channel = 0; channel < Channel.count(); channel++) {
      offsets = (offsets << BITS) | world.topics().offset(0, Channel.at(channel));
    }
    numbers[at] = offsets;
    return new State(numbers);
  }

  /** The log from its end to its beginning, below a one that marks its length. */
  private static long packed(List<Row> log) {
    if (log.size() >= LOG_LENGTH_MAX) {
      throw new IllegalStateException("a log of one order is longer than " + LOG_LENGTH_MAX);
    }
    long packed = 1;
    for (int place = log.size() - 1; place >= 0; place--) {
      packed = (packed << BITS) | log.get(place).number();
    }
    return packed;
  }

  /** Makes the world as it was. */
  void restore(World world) {
    int at = 0;
    for (Service service : SERVICES) {
      Database database = world.database(service);
      database.setTo(numbers[at++]);
      world.topics().setSent(service, numbers[at++]);
      List<Row> log = world.topics().log(service, 0);
      log.clear();
      long packed = ((long) numbers[at++] << Integer.SIZE) | Integer.toUnsignedLong(numbers[at++]);
      for (; packed > 1; packed >>>= BITS) {
        log.add(database.outbox().get((int) (packed & 0xF)));
      }
    }
    world.outside().setTo(numbers[at++]);
    world.setSpoiled(numbers[at] & 0xFF);
    world.setHeard(0, numbers[at++] >>> Byte.SIZE);
    at++;
    int offsets = numbers[at];
    for (int channel = Channel.count() - 1; channel >= 0; channel--) {
      world.topics().setOffset(0, Channel.at(channel), offsets & 0xF);
      offsets >>>= BITS;
    }
  }

  /** The faults that may still happen. */
  Faults faults() {
    int packed = numbers[numbers.length - 2];
    return new Faults(packed >> (2 * BITS), (packed >> BITS) & 0xF, packed & 0xF);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof State state && Arrays.equals(numbers, state.numbers);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
