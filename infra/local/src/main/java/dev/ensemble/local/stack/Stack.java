package dev.ensemble.local.stack;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * A whole local system: PostgreSQL, the broker, the three services and the relay, each a process of
 * its own under supervision.
 */
public final class Stack implements AutoCloseable {
  /**
   * Services finish what they are doing within ten seconds, and the first time as many again write
   * down their classes; whoever has not ended by then is killed.
   */
  private static final Duration STOP_WITHIN = Duration.ofSeconds(20);

  private final Setup setup;
  private final Narrator narrator;
  private final DataFolder data;
  private final Secrets secrets;
  private final Supervised postgres;
  private final Supervised broker;
  private final Map<Program, Supervised> programs = new EnumMap<>(Program.class);
  private boolean closed;

  private Stack(Setup setup, DataFolder data, Narrator narrator) {
    this.setup = setup;
    this.narrator = narrator;
    this.data = data;
    this.secrets = new Secrets(data.secrets());
    this.postgres = new Supervised(new Postgres(data, setup, secrets), narrator);
    this.broker = new Supervised(new Broker(data, setup.ports(), setup.broker()), narrator);
    Settings settings = new Settings(setup.ports(), secrets);
    setup
        .programs()
        .forEach(
            (program, variant) -> {
              Map<String, String> told = settings.of(program);
              told.putAll(variant.settings());
              var spring = new SpringProgram(program, setup, data, told);
              programs.put(program, new Supervised(spring, narrator));
            });
  }

  /**
   * Takes the data folder and clears the way; nothing is started yet, so that whoever holds the
   * stack can stop it at any moment of its start.
   *
   * @throws Refusal with one sentence for whoever started us
   */
  public static Stack over(Setup setup, Narrator narrator) {
    DataFolder data = DataFolder.open(setup.data());
    try {
      new Leftovers(data, narrator).stop();
      if (setup.fresh()) {
        data.clear();
      }
      setup.ports().requireFree();
      Logs.turnOver(data.logs());
      return new Stack(setup, data, narrator);
    } catch (RuntimeException e) {
      data.close();
      throw e;
    }
  }

  /**
   * Starts everything, side by side where it can be, and returns when all are healthy.
   *
   * @throws Refusal where a process does not come up; what was started is then still running
   */
  public void start() throws InterruptedException {
    Guest guest = setup.guest();
    var databases =
        postgres.begin().thenRunAsync(new Databases(setup.ports(), secrets, guest)::prepare);
    var topics = broker.begin().thenRunAsync(() -> Topics.prepare(bootstrapServers(), guest));
    await(List.of(databases, topics));
    await(programs.values().stream().map(Supervised::begin).toList());
  }

  private static void await(List<CompletableFuture<Void>> all) throws InterruptedException {
    try {
      for (CompletableFuture<Void> one : all) {
        one.get();
      }
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new IllegalStateException("the start failed", e);
    }
  }

  /** Ends, with a {@link Refusal}, when some process keeps ending and is given up. */
  public CompletableFuture<Object> givenUp() {
    return CompletableFuture.anyOf(
        all().stream().map(Supervised::givenUp).toArray(CompletableFuture[]::new));
  }

  public Supervised process(Program program) {
    return Objects.requireNonNull(programs.get(program));
  }

  public Supervised postgres() {
    return postgres;
  }

  public Supervised broker() {
    return broker;
  }

  public Setup setup() {
    return setup;
  }

  public DataFolder data() {
    return data;
  }

  public Secrets secrets() {
    return secrets;
  }

  /** What a guest must be told, where there is one. */
  public Optional<GuestFiles> guest() {
    return Optional.ofNullable(setup.guest())
        .map(guest -> new GuestFiles(guest, setup.ports(), secrets));
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + setup.ports().broker();
  }

  public String url(Program program) {
    return "http://127.0.0.1:" + setup.ports().http(program);
  }

  public String jdbcUrl(Program program) {
    return Settings.jdbcUrl(setup.ports(), program);
  }

  /** Stops everything that was started, in order: services, relay, broker, PostgreSQL. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    all().forEach(Supervised::expectEnd);
    Map<Program, Supervised> services = new EnumMap<>(programs);
    Supervised relay = services.remove(Program.RELAY);
    stop(services.values());
    stop(relay == null ? List.of() : List.of(relay));
    stop(List.of(broker));
    stop(List.of(postgres));
    data.close();
  }

  private void stop(Collection<Supervised> together) {
    var stops =
        together.stream()
            .map(one -> CompletableFuture.runAsync(() -> one.stop(STOP_WITHIN)))
            .toList();
    stops.forEach(CompletableFuture::join);
    together.stream().map(Supervised::name).forEach(name -> narrator.say("  stopped " + name));
  }

  /** Ends everything at once; for somebody who has asked twice. PostgreSQL recovers by its log. */
  public void kill() {
    all().forEach(Supervised::kill);
  }

  private List<Supervised> all() {
    List<Supervised> all = new ArrayList<>(programs.values());
    all.add(broker);
    all.add(postgres);
    return all;
  }
}
