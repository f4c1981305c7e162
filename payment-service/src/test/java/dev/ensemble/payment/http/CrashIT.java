package dev.ensemble.payment.http;

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
import org.springframework.jdbc.core.simple.JdbcClient;

/** The packaged process, killed with SIGKILL between any two statements of a call. */
class CrashIT {
  private static final TestDatabase DATABASE = TestDatabase.create("payment");

  @Test
  void a_deposit_is_made_once_wherever_its_process_is_killed() {
    CrashDrill.of(Path.of("target", "payment-service.jar"), DATABASE)
        .run(Points.someUnlessAsked(), new DepositingMoney());
  }

  private static final class DepositingMoney implements Scenario {
    @Override
    public Call prepare(Client client) {
      String account = "/accounts/customer-" + UUID.randomUUID();
      assertThat(client.send(Call.of("PUT", account, "{}")).status()).isEqualTo(201);
      return Call.of("POST", account + "/deposits", "{\"amount\": 12.50}")
          .with("Idempotency-Key", UUID.randomUUID().toString());
    }

    @Override
    public void check(Attempt attempt) {
      attempt.assertOneAnswer(201);
      assertThat(attempt.retry().body()).contains("\"balance\":12.50");
      String account = attempt.call().path().split("/", -1)[2];
      assertThat(
              JdbcClient.create(DATABASE.superuser())
                  .sql("SELECT balance_cents FROM payments.accounts WHERE account_id = :account")
                  .param("account", account)
                  .query(Long.class)
                  .single())
          .isEqualTo(1250);
    }
  }
}
