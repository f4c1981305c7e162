package dev.ensemble.chaos.fault;

import dev.ensemble.chaos.fault.LinkFault.Harm;
import dev.ensemble.chaos.fault.ProcessFault.Deed;
import dev.ensemble.chaos.system.Layout;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.random.RandomGenerator;

/** Every kind of fault that there is, with how long it lasts and whom it may hit. */
public enum FaultKind {
  KILL_SERVICE(0, 1),
  KILL_RELAY(0, 1),
  KILL_BROKER(0, 1),
  KEEP_SERVICE_DOWN(3, 8),
  KEEP_BROKER_DOWN(4, 9),
  TWO_BROKERS_DOWN(4, 9),
  STOP_SERVICE(0, 1),
  STOP_RELAY(0, 1),
  STOP_BROKER(0, 1),
  /** Past the 15 s after which its group gives a service up. */
  FREEZE_SERVICE(3, 19),
  /** Past the 10 s after which PostgreSQL gives a relay up, so that the other one takes over. */
  FREEZE_RELAY(13, 18),
  /** Past the 6 s after which a broker is given up. */
  FREEZE_BROKER(3, 12),
  CRASH_POSTGRES(0, 1),
  END_SESSIONS(0, 1),
  END_SENDERS(0, 1),
  DROP_SLOT(0, 1),
  RESET_GROUP(0, 1),
  REPUBLISH(0, 1),
  POISON(1, 4),
  CUT_LINK(0, 1),
  /** Past the 20 s after which a service gives a silent connection to its database up. */
  SILENCE_LINK(3, 22),
  DELAY_LINK(3, 9),
  DEAF_LINK(3, 9),
  MUTE_LINK(3, 9),
  CUT_LINK_SHORT(2, 6),
  LOSE_ANSWERS(2, 6),
  REFUSE_LINK(2, 6),
  SWIZZLE(3, 7);

  private static final int SWIZZLED_LINKS = 4;

  private final int secondsMin;
  private final int secondsMax;

  FaultKind(int secondsMin, int secondsMax) {
    this.secondsMin = secondsMin;
    this.secondsMax = secondsMax;
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
      case KEEP_SERVICE_DOWN -> process(Deed.KEEP_DOWN, Layout.services(), random);
      case KEEP_BROKER_DOWN -> process(Deed.KEEP_DOWN, Layout.brokers(), random);
      case TWO_BROKERS_DOWN -> new BrokersDown(some(Layout.brokers(), 2, random));
      case STOP_SERVICE -> process(Deed.STOP, Layout.services(), random);
      case STOP_RELAY -> process(Deed.STOP, Layout.relays(), random);
      case STOP_BROKER -> process(Deed.STOP, Layout.brokers(), random);
      case FREEZE_SERVICE -> process(Deed.FREEZE, Layout.services(), random);
      case FREEZE_RELAY -> process(Deed.FREEZE, Layout.relays(), random);
      case FREEZE_BROKER -> process(Deed.FREEZE, Layout.brokers(), random);
      case CRASH_POSTGRES -> new PostgresCrash();
      case END_SESSIONS -> SessionsEnded.ofService(one(services(), random));
      case END_SENDERS -> SessionsEnded.ofSenders();
      case DROP_SLOT -> new SlotDropped(one(services(), random));
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
    return new ProcessFault(deed, one(among, random));
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
