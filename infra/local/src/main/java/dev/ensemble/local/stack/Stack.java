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
import java.util.stream.Collectors;
import java.util.stream.IntStream;

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
  private final List<Supervised> brokers = new ArrayList<>();
  private final Map<Program, List<Supervised>> programs = new EnumMap<>(Program.class);
  private boolean closed;

  private Stack(Setup setup, DataFolder data, Narrator narrator, Overseer overseer) {
    this.setup = setup;
    this.narrator = narrator;
    this.data = data;
    this.secrets = new Secrets(data.secrets());
    this.postgres = new Supervised(new Postgres(data, setup, secrets), narrator, overseer);
    for (int number = 1; number <= setup.cluster().brokers(); number++) {
      brokers.add(new Supervised(new Broker(data, setup, number), narrator, overseer));
    }
    Settings settings = new Settings(setup.ports(), secrets, setup.cluster());
    setup
        .programs()
        .forEach(
            (program, variant) -> {
              List<Supervised> replicas = new ArrayList<>();
              for (int replica = 1; replica <= setup.cluster().replicas(); replica++) {
                Map<String, String> told = settings.of(program, replica);
                told.putAll(variant.settings());
                var spring = new SpringProgram(program, replica, setup, data, told);
                replicas.add(new Supervised(spring, narrator, overseer));
              }
              programs.put(program, replicas);
            });
  }

  /**
   * Takes the data folder and clears the way; nothing is started yet, so that whoever holds the
   * stack can stop it at any moment of its start.
   *
   * @throws Refusal with one sentence for whoever started us
   */
  public static Stack over(Setup setup, Narrator narrator) {
    return over(setup, narrator, Overseer.NOBODY);
  }

  /**
   * The same, and somebody is told of each process.
   *
   * @throws Refusal with one sentence for whoever started us
   */
  public static Stack over(Setup setup, Narrator narrator, Overseer overseer) {
    DataFolder data = DataFolder.open(setup.data());
    try {
      new Leftovers(data, narrator).stop();
      if (setup.fresh()) {
        data.clear();
      }
      setup.ports().requireFree(setup.cluster());
      Logs.turnOver(data.logs());
      return new Stack(setup, data, narrator, overseer);
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
    short copies = setup.cluster().copies();
    var topics =
        CompletableFuture.allOf(
                brokers.stream().map(Supervised::begin).toArray(CompletableFuture[]::new))
            .thenRunAsync(() -> Topics.prepare(bootstrapServers(), guest, copies));
    await(List.of(databases, topics));
    await(programs.values().stream().flatMap(List::stream).map(Supervised::begin).toList());
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
    return process(program, 1);
  }

  /**
   * One of several processes of a program.
   *
   * @param replica from 1
   */
  public Supervised process(Program program, int replica) {
    return Objects.requireNonNull(programs.get(program)).get(replica - 1);
  }

  public Supervised postgres() {
    return postgres;
  }

  public Supervised broker() {
    return broker(1);
  }

  /**
   * One of several brokers.
   *
   * @param number from 1
   */
  public Supervised broker(int number) {
    return brokers.get(number - 1);
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
    return IntStream.rangeClosed(1, brokers.size())
        .mapToObj(number -> "127.0.0.1:" + setup.ports().broker(number))
        .collect(Collectors.joining(","));
  }

  public String url(Program program) {
    return "http://127.0.0.1:" + setup.ports().http(program);
  }

  public String jdbcUrl(Program program) {
    return Settings.jdbcUrl(setup.ports().postgres(), program);
  }

  /** Stops everything that was started, in order: services, relay, broker, PostgreSQL. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    all().forEach(Supervised::expectEnd);
    Map<Program, List<Supervised>> services = new EnumMap<>(programs);
    List<Supervised> relays = services.remove(Program.RELAY);
    stop(services.values().stream().flatMap(List::stream).toList());
    stop(relays == null ? List.of() : relays);
    stop(brokers);
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
    List<Supervised> all =
        new ArrayList<>(programs.values().stream().flatMap(List::stream).toList());
    all.addAll(brokers);
    all.add(postgres);
    return all;
  }
}
