package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.TestDatabase;
import dev.ensemble.testkit.crash.Attempt;
import dev.ensemble.testkit.crash.Call;
import dev.ensemble.testkit.crash.Client;
import dev.ensemble.testkit.crash.CrashDrill;
import dev.ensemble.testkit.crash.Points;
import dev.ensemble.testkit.crash.Scenario;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/**
 * The packaged process, killed with SIGKILL between any two statements of a count of stock. A count
 * has no key: it says all anew, and its condition tells it from what came after.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CrashIT {
  private static final TestDatabase DATABASE = TestDatabase.create("inventory");

  private final CrashDrill drill =
      CrashDrill.of(Path.of("target", "inventory-service.jar"), DATABASE);

  @Test
  void a_new_sku_is_stocked_once_wherever_its_process_is_killed() {
    drill.run(Points.someUnlessAsked(), new StockingWhatIsNew());
  }

  @Test
  void a_count_of_what_was_seen_is_made_once_wherever_its_process_is_killed() {
    drill.run(Points.someUnlessAsked(), new CountingWhatWasSeen());
  }

  private static final class StockingWhatIsNew implements Scenario {
    @Override
    public Call prepare(Client client) {
      return Call.of("PUT", "/stock/sku-" + UUID.randomUUID(), "{\"onHand\": 5}")
          .with("If-None-Match", "*");
    }

    @Override
    public void check(Attempt attempt) {
      assertThat(attempt.retry().status()).isEqualTo(attempt.point().isCommitted() ? 200 : 201);
      assertSaysTheSame(attempt, 5);
    }
  }

  private static final class CountingWhatWasSeen implements Scenario {
    @Override
    public Call prepare(Client client) {
      String path = "/stock/sku-" + UUID.randomUUID();
      String seen = client.send(Call.of("PUT", path, "{\"onHand\": 5}")).header("etag");
      return Call.of("PUT", path, "{\"onHand\": 3}").with("If-Match", seen);
    }

    @Override
    public void check(Attempt attempt) {
      assertThat(attempt.retry().status()).isEqualTo(200);
      assertSaysTheSame(attempt, 3);
    }
  }

  private static void assertSaysTheSame(Attempt attempt, int onHand) {
    assertThat(attempt.retry().body()).contains("\"onHand\":" + onHand);
    assertThat(attempt.again().status()).isEqualTo(200);
    assertThat(attempt.again().body()).isEqualTo(attempt.retry().body());
    assertThat(attempt.again().header("etag")).isEqualTo(attempt.retry().header("etag"));
    attempt.lost().ifPresent(lost -> assertThat(attempt.retry().body()).isEqualTo(lost.body()));
  }
}
