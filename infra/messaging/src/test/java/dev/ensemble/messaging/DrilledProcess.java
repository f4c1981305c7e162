package dev.ensemble.messaging;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import javax.sql.DataSource;
import org.apache.kafka.clients.consumer.GroupProtocol;

/**
 * The shop as a process of its own, with the real inbox. It starts up to its first poll and waits
 * to be told how many records will come to it a second time; then it works, and when they have come
 * it stands still at one point of one batch, where it can be killed or frozen. It says so on its
 * standard output, a line each.
 */
final class DrilledProcess {

  /** Where it stands still. */
  enum Point {
    /** The use case has written, and nothing is committed. */
    IN_TRANSACTION,
    /** The database has committed, and the broker does not know. */
    BETWEEN,
    /** Both have. */
    AFTER_OFFSETS,
    /** Nowhere: it works on. */
    NONE
  }

  static final String READY = "DRILL READY";
  static final String AT = "DRILL AT ";

  /** The batches that it does before the one, so that it dies at work and not at its start. */
  private static final int BATCHES_BEFORE_MAX = 3;

  private DrilledProcess() {}

  /**
   * Runs it.
   *
   * @param arguments the point, the seed, and where everything is
   */
  public static void main(String[] arguments) throws Exception {
    Still still = new Still(Point.valueOf(arguments[0]), Long.parseLong(arguments[1]));
    Place place = Place.of(List.of(arguments).subList(2, arguments.length));
    Beans shop = Beans.over(place.database());
    Shop.Behaviour behaviour = new Shop.Behaviour();
    behaviour.after(one -> still.inTransaction());
    Reactions<?> reactions =
        Shop.reactionsOf(
            place.consumer(),
            new String[] {place.topic()},
            shop.get(DataSource.class),
            shop.get(Outbox.class),
            behaviour);
    InboxWorker worker =
        Desk.worker(
            shop,
            reactions,
            () -> still.connect(place.settings()),
            System::nanoTime,
            new InboxMeters(still.meters, place.consumer()));
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    say(READY);
    String go = orders.readLine();
    if (go == null) {
      System.exit(0);
    }
    still.standNotBefore(Long.parseLong(go));
    WorkerLoop loop = new WorkerLoop("inbox", Duration.ZERO, worker::runOnce, true);
    loop.start();
    await(orders);
    still.goOn();
    await(orders);
    loop.stop();
    worker.close();
  }

  /** Where everything is, as on the command line. */
  record Place(
      String url,
      String user,
      String password,
      String bootstrapServers,
      String protocol,
      String topic,
      String consumer,
      String instance,
      String sessionMillis) {

    static Place of(List<String> arguments) {
      Iterator<String> next = arguments.iterator();
      return new Place(
          next.next(),
          next.next(),
          next.next(),
          next.next(),
          next.next(),
          next.next(),
          next.next(),
          next.next(),
          next.next());
    }

    List<String> arguments() {
      return List.of(
          url,
          user,
          password,
          bootstrapServers,
          protocol,
          topic,
          consumer,
          instance,
          sessionMillis);
    }

    /** As the services set theirs: what is longest in it are the library's own limits. */
    DataSource database() {
      HikariConfig pool = new HikariConfig();
      pool.setJdbcUrl(url);
      pool.setUsername(user);
      pool.setPassword(password);
      pool.setMaximumPoolSize(2);
      pool.setConnectionTimeout(3_000);
      return new HikariDataSource(pool);
    }

    Map<String, Object> settings() {
      GroupProtocol of = GroupProtocol.valueOf(protocol);
      Map<String, String> more =
          of == GroupProtocol.CLASSIC
              ? Map.of("session.timeout.ms", sessionMillis, "heartbeat.interval.ms", "100")
              : Map.of();
      return ConsumerSettings.of(
          Desk.properties(
              new MessagingProperties.Kafka(bootstrapServers, more),
              of,
              instance.isEmpty() ? null : instance),
          consumer,
          1);
    }
  }

  /** Orders end with the one who gives them, so that no process is left behind. */
  private static void await(BufferedReader orders) throws IOException {
    if (orders.readLine() == null) {
      Runtime.getRuntime().halt(0);
    }
  }

  private static synchronized void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Stands still once. */
  private static final class Still extends Tapped {
    final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final Point point;
    private final CountDownLatch goOn = new CountDownLatch(1);
    private int batchesLeft;
    private int seen;
    private boolean stood;
    private volatile long again;

    Still(Point point, long seed) {
      this.point = point;
      batchesLeft = new Random(seed).nextInt(BATCHES_BEFORE_MAX);
    }

    /** So that what comes a second time has all come, whatever the order of partitions. */
    void standNotBefore(long records) {
      again = records;
    }

    void inTransaction() {
      standAt(Point.IN_TRANSACTION);
    }

    @Override
    void beforeOffsets() {
      if (isOfBatch()) {
        standAt(Point.BETWEEN);
      }
    }

    @Override
    void afterOffsets() {
      if (isOfBatch()) {
        seen = polled.get();
        standAt(Point.AFTER_OFFSETS);
        batchesLeft--;
      }
    }

    /** A new partition's first offset is committed, too. */
    private boolean isOfBatch() {
      return polled.get() > seen;
    }

    /** Says what it found done already, which tells what the one before it left. */
    private void standAt(Point here) {
      long found =
          (long) meters.get("ensemble.inbox.records").tags("outcome", "repeated").counter().count();
      if (here != point || stood || batchesLeft > 0 || found < again) {
        return;
      }
      stood = true;
      say(AT + point + " " + found);
      try {
        goOn.await();
      } catch (InterruptedException unasked) {
        throw new IllegalStateException(unasked);
      }
    }

    void goOn() {
      goOn.countDown();
    }
  }
}
