package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.messaging.DrilledProcess.Point;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process that consumes, killed with signal 9 at exact points, again and again under load. */
class KilledConsumerTest extends OverOneShop {
  private static final Logger log = LoggerFactory.getLogger(KilledConsumerTest.class);

  /** Between the database's commit and the broker's. */
  private static final int KILLS_BETWEEN = Proof.LONG ? 100 : 4;

  /** Before and after, which must be as harmless. */
  private static final int OTHER_KILLS = Proof.LONG ? 10 : 1;

  private static final int PARTITIONS = 6;

  /** Takes its partitions back at once, instead of after a session timeout. */
  private static final String INSTANCE = "shop-1";

  /** Nothing comes again but by a kill. */
  private static final Load.Rate RATE = new Load.Rate(300, 0);

  @Test
  void killed_between_the_databases_commit_and_the_brokers_it_acts_once_on_each_event()
      throws Exception {
    Random random = new Random(Proof.SEED);
    List<Point> kills = kills(random);
    long left = 0;
    long again = 0;
    try (Desk desk = Desk.open(shop, PARTITIONS);
        Load load = Load.on(desk.topic, RATE, Proof.SEED)) {
      // One is always started while the one before it works, because a start takes longest.
      Drilled next = begin(desk, kills.getFirst(), random);
      for (int n = 0; n < kills.size(); n++) {
        try (Drilled now = next) {
          now.tell(left);
          next = begin(desk, kills.get(Math.min(n + 1, kills.size() - 1)), random);
          assertThat(now.awaitStill())
              .as("found done by number %s: what the one before left, and nothing else", n)
              .isEqualTo(left);
          again += left;
          left = shop.remembered() - committed(desk);
          if (kills.get(n) == Point.BETWEEN) {
            assertThat(left).as("acted on, and unknown to the broker, at kill %s", n).isPositive();
          } else {
            assertThat(left).as("of whole batches, at kill %s", n).isZero();
          }
          now.kill();
        }
      }
      next.close();
      Map<UUID, Load.Told> told = load.stop();
      finish(desk, told);
      assertThat(desk.counted("repeated"))
          .as("what the last one killed left")
          .isEqualTo((double) left);
      log.info(
          "drill: {} kills, {} events, {} came again", kills.size(), told.size(), again + left);
    }
  }

  /** How many records the broker knows to be done with. */
  private static long committed(Desk desk) {
    long sum = 0;
    for (int partition = 0; partition < PARTITIONS; partition++) {
      sum += Math.max(0, desk.committed(partition));
    }
    return sum;
  }

  private static List<Point> kills(Random random) {
    List<Point> kills = new ArrayList<>(Collections.nCopies(KILLS_BETWEEN, Point.BETWEEN));
    kills.addAll(Collections.nCopies(OTHER_KILLS, Point.IN_TRANSACTION));
    kills.addAll(Collections.nCopies(OTHER_KILLS, Point.AFTER_OFFSETS));
    Collections.shuffle(kills, random);
    return kills;
  }

  private static Drilled begin(Desk desk, Point point, Random random) {
    return Drilled.begin(shop, desk, point, random.nextLong(), INSTANCE);
  }

  /** Whoever is last takes the place of the killed, too. */
  private static void finish(Desk desk, Map<UUID, Load.Told> told) throws Exception {
    desk.time = System::nanoTime;
    InboxWorkers last =
        new InboxWorkers(desk.properties(INSTANCE), desk.consumer, List.of(desk.worker(INSTANCE)));
    last.start();
    try {
      new Proof(shop, desk, told).holds();
    } finally {
      last.stop();
    }
  }
}
