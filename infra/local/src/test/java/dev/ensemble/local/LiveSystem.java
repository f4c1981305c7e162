package dev.ensemble.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.invariants.Invariants;
import dev.ensemble.local.players.Outcome;
import dev.ensemble.local.players.Plan;
import dev.ensemble.local.players.Tally;
import dev.ensemble.local.stack.Guest;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Variant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * One local system for all tests that need one: real processes from the packaged jars, on ports and
 * in a folder of its own, stopped when the last test has run.
 */
public final class LiveSystem implements ParameterResolver {
  /** A killed service is back, and every deadline over, long before. */
  private static final Duration QUIET_WITHIN = Duration.ofMinutes(3);

  /** Nobody comes: the room alone is looked at. */
  static final String GUEST = "loyalty";

  private static final int CUSTOMERS_AT_ONCE = 24;

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == Running.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.create(LiveSystem.class))
        .computeIfAbsent(Running.class, type -> new Running("system", Map.of()), Running.class);
  }

  /**
   * A system of one test's own, for that test to close.
   *
   * @param folder its name under the build's folder
   * @param otherwise the programs that are not started in the usual way
   */
  static Running start(String folder, Map<Program, Variant> otherwise) {
    return new Running(folder, otherwise);
  }

  /** The system, and what tests have published to it by hand. */
  public static final class Running implements AutoCloseable {
    private final Session session;
    private final Set<String> foreignIds = ConcurrentHashMap.newKeySet();
    private final OtlpReceiver spans = new OtlpReceiver();
    private final Ports ports = Ports.free();

    Running(String folder, Map<Program, Variant> otherwise) {
      Path module = Path.of("").toAbsolutePath();
      Map<Program, Variant> programs = new EnumMap<>(Program.class);
      List.of(Program.values()).forEach(program -> programs.put(program, Variant.PLAIN));
      Variant traced = new Variant(List.of(), spans.settings(), List.of());
      List.of(Program.ORDER, Program.PAYMENT, Program.INVENTORY)
          .forEach(service -> programs.put(service, traced));
      programs.putAll(otherwise);
      Path data = module.resolve("target").resolve(folder);
      Setup setup =
          new Setup(module.resolve("../.."), data, true, false, ports, new Guest(GUEST), programs);
      session = Session.over(setup, line -> System.out.println("[system]" + line));
      // Ctrl-C during the tests ends this JVM and none of the processes that it has started.
      Runtime.getRuntime().addShutdownHook(new Thread(session::kill));
      try {
        session.open();
      } catch (InterruptedException | RuntimeException e) {
        session.close();
        throw new IllegalStateException("the system does not start", e);
      }
    }

    /** What the services have traced: every span, unless a test starts them otherwise. */
    OtlpReceiver spans() {
      return spans;
    }

    Ports ports() {
      return ports;
    }

    public Session session() {
      return session;
    }

    /** Plays as many orders of the seed's series, as fast as it goes. */
    public Tally play(long seed, int orders, Consumer<Outcome> eachEnd)
        throws InterruptedException {
      return play(Plan.from(seed).limit(orders), eachEnd);
    }

    /** Plays these orders, as fast as it goes. */
    Tally play(Stream<Plan> plans, Consumer<Outcome> eachEnd) throws InterruptedException {
      return session.play(plans, CUSTOMERS_AT_ONCE, Duration.ZERO, eachEnd);
    }

    /** Remembers that somebody outside told this event. */
    public void toldByHand(String eventId) {
      foreignIds.add(eventId);
    }

    public Finding awaitQuiet(Duration patience) throws InterruptedException {
      return invariants()
          .awaitQuiet(patience, moving -> System.out.println("[system]  still: " + moving));
    }

    public List<Finding> check() {
      return invariants().check();
    }

    /** Waits for quiet, then demands every invariant. */
    public void requireEveryInvariant() throws InterruptedException {
      assertThat(awaitQuiet(QUIET_WITHIN)).matches(Finding::holds);
      assertThat(check()).isNotEmpty().allMatch(Finding::holds);
    }

    private Invariants invariants() {
      return new Invariants(session.evidence(), foreignIds);
    }

    @Override
    public void close() {
      session.close();
      spans.close();
    }
  }
}
