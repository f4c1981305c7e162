package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.fault.KillPoint.Moment;
import dev.ensemble.chaos.fault.LinkFault.Harm;
import dev.ensemble.chaos.fault.ProcessFault.Deed;
import dev.ensemble.chaos.system.Disk;
import dev.ensemble.chaos.system.Layout;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Every kind of fault that there is, with how long it lasts and whom it may hit. */
public enum FaultKind {
  KILL_SERVICE(0, 1, 0, 3),
  KILL_RELAY(0, 1, 0, 3),
  KILL_BROKER(0, 1, 0, 3),
  /** Of a reaction or a call: after some of its writes (KP1, KP8, KP9). */
  KILL_AFTER_INSERT(0, 1, 2, 3),
  /** Before the caller is answered, or the offset is committed (KP3, KP10). */
  KILL_AFTER_COMMIT(0, 1, 2, 3),
  /** KP4. */
  KILL_BEFORE_SEND(0, 1, 2, 3),
  /** KP5. */
  KILL_AFTER_SEND(0, 1, 2, 3),
  KEEP_SERVICE_DOWN(3, 8, 0, 3),
  KEEP_BROKER_DOWN(4, 9, 0, 3),
  TWO_BROKERS_DOWN(4, 9, 0, 3),
  /** Both of them: nobody does the service's part. */
  ALL_OF_A_SERVICE_DOWN(2, 6, 0, 3),
  BOTH_RELAYS_DOWN(2, 6, 0, 3),
  STOP_SERVICE(0, 1, 0, 8),
  STOP_RELAY(0, 1, 0, 8),
  STOP_BROKER(0, 1, 0, 8),
  /** Past the 15 s after which its group gives a service up. */
  FREEZE_SERVICE(3, 19, 0, 1),
  /** Past the 5 s after which PostgreSQL gives a relay up, so that the other one takes over. */
  FREEZE_RELAY(7, 11, 0, 1),
  /** Past the 6 s after which a broker is given up. */
  FREEZE_BROKER(3, 12, 0, 1),
  CRASH_POSTGRES(0, 1, 0, 4),
  KEEP_POSTGRES_DOWN(5, 15, 0, 4),
  /** To whoever asks it, it is there and says nothing. */
  FREEZE_POSTGRES(3, 10, 1, 1),
  FILL_POSTGRES_DISK(3, 8, 2, 10),
  FILL_BROKER_DISK(3, 8, 1, 10),
  END_SESSIONS(0, 1, 3, 1),
  END_SENDERS(0, 1, 3, 1),
  DROP_SLOT(0, 1, 1, 4),
  /** Both relays are killed while what is owed is published from the table. */
  INTERRUPT_CATCH_UP(0, 1, 4, 4),
  /** Also beyond an order's deadline, so that one process sees as late what others do not. */
  SKEW_CLOCK(3, 9, 0, 1),
  /** Both of the group's members are started again, and take some ten seconds to read. */
  RESET_GROUP(0, 1, 2, 12),
  REPUBLISH(0, 1, 4, 1),
  POISON(1, 4, 3, 1),
  CUT_LINK(0, 1, 0, 1),
  /** Past the 20 s after which a service gives a silent connection to its database up. */
  SILENCE_LINK(3, 22, 0, 1),
  DELAY_LINK(3, 9, 0, 1),
  DEAF_LINK(3, 9, 0, 1),
  MUTE_LINK(3, 9, 0, 1),
  CUT_LINK_SHORT(2, 6, 0, 1),
  LOSE_ANSWERS(2, 6, 0, 1),
  REFUSE_LINK(2, 6, 0, 1),
  SWIZZLE(3, 7, 3, 1);

  private static final int SWIZZLED_LINKS = 4;

  /** Seconds. */
  private static final List<Integer> SKEWS = List.of(-30, -5, 5, 30);

  private final int secondsMin;
  private final int secondsMax;
  private final Duration takes;
  private final Duration rests;

  /**
   * @param secondsMin how long it lasts, at least
   * @param secondsMax how long it lasts, at most
   * @param takes seconds until it is brought about and taken away, beside what it lasts
   * @param rests seconds after its end in which nothing else is done to what it hit: a process that
   *     is down already cannot be killed
   */
  FaultKind(int secondsMin, int secondsMax, int takes, int rests) {
    this.secondsMin = secondsMin;
    this.secondsMax = secondsMax;
    this.takes = Duration.ofSeconds(takes);
    this.rests = Duration.ofSeconds(rests);
  }

  Duration takes() {
    return takes;
  }

  Duration rests() {
    return rests;
  }

  /** Those that can be brought about on this machine: a disk needs a view of our own of mounts. */
  public static List<FaultKind> here() {
    return Arrays.stream(values()).filter(FaultKind::isPossible).toList();
  }

  public boolean isPossible() {
    return Disk.isPossible() || (this != FILL_POSTGRES_DISK && this != FILL_BROKER_DISK);
  }

  /** {@code kill-service}, say. */
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Fault make(RandomGenerator random) {
    return switch (this) {
      case KILL_SERVICE -> process(Deed.KILL, Layout.services(), random);
      case KILL_RELAY -> process(Deed.KILL, Layout.relays(), random);
      case KILL_BROKER -> process(Deed.KILL, Layout.brokers(), random);
      case KILL_AFTER_INSERT -> new KillPoint(Moment.AFTER_INSERT, one(Layout.SERVICES, random));
      case KILL_AFTER_COMMIT -> new KillPoint(Moment.AFTER_COMMIT, one(Layout.SERVICES, random));
      case KILL_BEFORE_SEND -> new KillPoint(Moment.BEFORE_SEND, Program.RELAY);
      case KILL_AFTER_SEND -> new KillPoint(Moment.AFTER_SEND, Program.RELAY);
      case KEEP_SERVICE_DOWN -> process(Deed.KEEP_DOWN, Layout.services(), random);
      case KEEP_BROKER_DOWN -> process(Deed.KEEP_DOWN, Layout.brokers(), random);
      case TWO_BROKERS_DOWN -> new ProcessFault(Deed.KEEP_DOWN, some(Layout.brokers(), 2, random));
      case ALL_OF_A_SERVICE_DOWN ->
          new ProcessFault(Deed.KEEP_DOWN, Layout.processes(List.of(one(Layout.SERVICES, random))));
      case BOTH_RELAYS_DOWN -> new ProcessFault(Deed.KEEP_DOWN, Layout.relays());
      case STOP_SERVICE -> process(Deed.STOP, Layout.services(), random);
      case STOP_RELAY -> process(Deed.STOP, Layout.relays(), random);
      case STOP_BROKER -> process(Deed.STOP, Layout.brokers(), random);
      case FREEZE_SERVICE -> process(Deed.FREEZE, Layout.services(), random);
      case FREEZE_RELAY -> process(Deed.FREEZE, Layout.relays(), random);
      case FREEZE_BROKER -> process(Deed.FREEZE, Layout.brokers(), random);
      case CRASH_POSTGRES -> new PostgresFault(Deed.KILL);
      case KEEP_POSTGRES_DOWN -> new PostgresFault(Deed.KEEP_DOWN);
      case FREEZE_POSTGRES -> new PostgresFault(Deed.FREEZE);
      case FILL_POSTGRES_DISK -> new DiskFull(Layout.POSTGRES);
      case FILL_BROKER_DISK -> new DiskFull(Layout.SMALL_BROKER);
      case END_SESSIONS -> SessionsEnded.ofService(one(services(), random));
      case END_SENDERS -> SessionsEnded.ofSenders();
      case DROP_SLOT -> new SlotDropped(one(services(), random), false);
      case INTERRUPT_CATCH_UP -> new SlotDropped(one(services(), random), true);
      case SKEW_CLOCK -> skewed(random);
      case RESET_GROUP -> new GroupReset(one(Layout.SERVICES, random));
      case REPUBLISH ->
          new Republished(one(Topics.ALL, random), random.nextBoolean(), random.nextLong());
      case POISON -> new Poisoned(random);
      case CUT_LINK -> link(Harm.CUT, Layout.links(), random);
      case SILENCE_LINK -> link(Harm.SILENCE, Layout.links(), random);
      case DELAY_LINK -> link(Harm.DELAY, Layout.links(), random);
      case DEAF_LINK -> link(Harm.DEAF, Layout.links(), random);
      case MUTE_LINK -> link(Harm.MUTE, Layout.links(), random);
      case CUT_LINK_SHORT -> link(Harm.CUT_SHORT, Layout.links(), random);
      case LOSE_ANSWERS -> link(Harm.LOSE_ANSWERS, Layout.customerLinks(), random);
      case REFUSE_LINK -> link(Harm.REFUSE, Layout.links(), random);
      case SWIZZLE -> swizzle(random);
    };
  }

  Duration lasts(RandomGenerator random) {
    return Duration.ofMillis(random.nextLong(secondsMin * 1_000L, secondsMax * 1_000L + 1));
  }

  private static Fault process(Deed deed, List<String> among, RandomGenerator random) {
    return new ProcessFault(deed, List.of(one(among, random)));
  }

  private static Fault skewed(RandomGenerator random) {
    List<String> programs = new ArrayList<>(Layout.services());
    programs.addAll(Layout.relays());
    return new ClockSkewed(one(programs, random), Duration.ofSeconds(one(SKEWS, random)));
  }

  private static Fault link(Harm harm, List<String> among, RandomGenerator random) {
    return new LinkFault(harm, one(among, random));
  }

  private static Fault swizzle(RandomGenerator random) {
    List<String> down = some(Layout.links(), SWIZZLED_LINKS, random);
    return new Swizzle(down, some(down, SWIZZLED_LINKS, random));
  }

  private static List<String> services() {
    return Layout.SERVICES.stream().map(Program::shortName).toList();
  }

  private static <T> T one(List<T> among, RandomGenerator random) {
    return among.get(random.nextInt(among.size()));
  }

  private static <T> List<T> some(List<T> among, int count, RandomGenerator random) {
    List<T> left = new ArrayList<>(among);
    List<T> some = new ArrayList<>();
    while (some.size() < count) {
      some.add(left.remove(random.nextInt(left.size())));
    }
    return some;
  }
}
