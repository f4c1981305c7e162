package dev.ensemble.chaos.system;

import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.stack.Cluster;
import dev.ensemble.local.stack.Narrator;
import dev.ensemble.local.stack.Overseer;
import dev.ensemble.local.stack.Ports;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Setup;
import dev.ensemble.local.stack.Stack;
import dev.ensemble.local.stack.Supervised;
import dev.ensemble.local.stack.Variant;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Three brokers, PostgreSQL, two processes of each service and two relays, each with a network of
 * its own to each of the others.
 */
public final class SystemUnderTest implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SystemUnderTest.class);

  /**
   * Orders have that long to their end before they are cancelled: most come to it on a busy
   * machine, and whatever a longer fault holds up is a race between the deadline and success.
   */
  private static final Map<String, String> OF_ORDERS = Map.of("ORDER_DEADLINE", "PT12S");

  /** How its server is set. */
  public static final Map<String, String> OF_POSTGRES =
      Map.of(
          // What is frozen or cut off keeps its connections while others come in its place.
          "max_connections", "250",
          // A slot whose reader is silent is free for the other relay after this.
          "wal_sender_timeout", "5s",
          // When each row was committed, for the checker.
          "track_commit_timestamp", "on",
          "log_lock_waits", "on",
          // A log that may be full must be small.
          "max_wal_size", "128MB",
          "min_wal_size", "64MB");

  /** Some seconds' log beside what is kept ready; the server is told to keep little. */
  private static final int WAL_MEGABYTES = 512;

  /** 100,000 orders. */
  private static final int BROKER_MEGABYTES = 2_048;

  private final Links links = new Links();
  private final Map<String, Supervised> processes = new LinkedHashMap<>();
  private final Cluster cluster;
  private final Stack stack;
  private final Ports ports;
  private final Clocks clocks;
  private final Map<String, Disk> disks = new TreeMap<>();

  private SystemUnderTest(Path house, Path data, Manner manner, Story story) {
    Size size = manner.size();
    this.cluster = new Cluster(size.brokers(), size.replicas(), links, OF_POSTGRES);
    this.ports = Ports.free(cluster);
    this.clocks = new Clocks(data.resolve("clocks"));
    Map<Program, Variant> programs = new EnumMap<>(Program.class);
    for (Program program : Program.values()) {
      programs.put(program, manner.mutants().of(program, settings(program, manner.delivery())));
    }
    Setup setup =
        new Setup(house, data, true, manner.archives(), ports, null, programs, Map.of(), cluster);
    this.stack = Stack.over(setup, story.narrator(), story.overseer());
    if (Disk.isPossible() && size.equals(Size.FULL)) {
      disks.put(Layout.POSTGRES, new Disk(stack.data().logOfPostgres(), WAL_MEGABYTES));
      disks.put(
          Layout.SMALL_BROKER,
          new Disk(stack.data().storage(Layout.SMALL_BROKER), BROKER_MEGABYTES));
    }
    fill();
  }

  private Map<String, String> settings(Program program, Delivery delivery) {
    Map<String, String> settings = new HashMap<>(clocks.settings());
    if (program == Program.ORDER) {
      settings.putAll(OF_ORDERS);
    } else if (program == Program.RELAY) {
      settings.put("RELAY_DELIVERY", delivery.word());
    }
    return settings;
  }

  /**
   * How the programs are started.
   *
   * @param size how many of each; one of each has no number in its name
   * @param mutants which of them are not as they should be
   * @param delivery how the relays publish
   * @param archives whether each writes its classes down when it is stopped, and starts a third
   *     quicker from then on: worth its seconds where there are many starts
   */
  public record Manner(Size size, Mutants mutants, Delivery delivery, boolean archives) {}

  /** How a program is started that is not as it should be. */
  @FunctionalInterface
  public interface Mutants {
    Mutants NONE = (program, settings) -> new Variant(List.of(), settings, List.of());

    Variant of(Program program, Map<String, String> settings);
  }

  /**
   * How many of each there are.
   *
   * @param brokers 1 or 3
   * @param replicas processes of each program
   */
  public record Size(int brokers, int replicas) {
    /** One of each: quick to start, for what needs no second one. */
    public static final Size SMALL = new Size(1, 1);

    public static final Size FULL = new Size(Layout.BROKERS, Layout.REPLICAS);
  }

  /** Who hears of what the processes do. */
  public record Story(Narrator narrator, Overseer overseer) {}

  /**
   * Makes room for it; {@link #start} starts it, and {@link #close} stops it at any moment.
   *
   * @param house the root of the source tree, where the built jars lie
   * @param data the folder in which it keeps everything
   */
  public static SystemUnderTest over(Path house, Path data, Manner manner, Story story) {
    return new SystemUnderTest(house, data, manner, story);
  }

  private void fill() {
    for (Program program : Program.values()) {
      for (int replica = 1; replica <= replicas(); replica++) {
        processes.put(name(program, replica), stack.process(program, replica));
      }
    }
    for (int number = 1; number <= cluster.brokers(); number++) {
      Supervised broker = stack.broker(number);
      processes.put(broker.name(), broker);
    }
    processes.put(Layout.POSTGRES, stack.postgres());
    for (Program service : Layout.SERVICES) {
      for (int replica = 1; replica <= replicas(); replica++) {
        links.between("customers", name(service, replica), ports.http(service, replica));
      }
    }
  }

  public void start() throws InterruptedException {
    clocks.prepare();
    disks.values().forEach(Disk::mount);
    stack.start();
  }

  /** How many processes of each program there are. */
  public int replicas() {
    return cluster.replicas();
  }

  /** What one of a program's processes is called. */
  public String name(Program program, int replica) {
    return cluster.name(program, replica);
  }

  /** The process of that name. */
  public Supervised process(String name) {
    Supervised process = processes.get(name);
    if (process == null) {
      throw new IllegalArgumentException("no process " + name + " among " + processes.keySet());
    }
    return process;
  }

  public Map<String, Supervised> processes() {
    return processes;
  }

  public Links links() {
    return links;
  }

  public Clocks clocks() {
    return clocks;
  }

  /**
   * What a process writes to, where that is a disk of its own.
   *
   * @throws IllegalArgumentException where it has none
   */
  public Disk disk(String process) {
    Disk disk = disks.get(process);
    if (disk == null) {
      throw new IllegalArgumentException(process + " has no disk of its own");
    }
    return disk;
  }

  public Stack stack() {
    return stack;
  }

  /** Where customers call a service: over their own link to one of its processes. */
  public String url(Program service, int replica) {
    String link = "customers>" + name(service, replica);
    return "http://127.0.0.1:" + links.get(link).port();
  }

  /** Where a process is watched, past all faults. */
  public String management(Program program, int replica) {
    return "http://127.0.0.1:" + ports.management(program, replica);
  }

  /** The server's own database, past all faults; as a role that may do anything. */
  public Server server() {
    return new Server(ports.postgres(), stack.secrets().password("postgres"));
  }

  /** Where the checker looks, past all faults. */
  public Evidence evidence() {
    return Evidence.of(stack);
  }

  /** Ends everything at once. */
  public void kill() {
    stack.kill();
  }

  @Override
  public void close() {
    stack.close();
    links.close();
    disks.forEach(SystemUnderTest::keep);
  }

  /** What was judged stays judged, also where nobody can judge it again. */
  private static void keep(String process, Disk disk) {
    try {
      disk.becomeFolder();
    } catch (RuntimeException lost) {
      log.warn(
          "what was on the disk of {} is lost, so the run cannot be judged again", process, lost);
    }
  }
}
