package dev.ensemble.payment.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.payment.Api.Answer;
import dev.ensemble.payment.RunningService;
import dev.ensemble.payment.domain.AccountId;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The caller's only safe answer to a timeout is to ask again. */
class RetriesTest extends RunningService {
  private final String key = UUID.randomUUID().toString();

  @Test
  void a_deposit_that_is_sent_again_is_made_once() {
    AccountId alice = customerWith("10.00");
    String path = "/accounts/" + alice + "/deposits";

    Answer first = api().postAs(key, path, "{\"amount\": 2.50}");
    Answer again = api().postAs(key, path, "{\"amount\": 2.5}");

    assertThat(first.status()).isEqualTo(201);
    assertThat(again).isEqualTo(first);
    assertThat(balanceOf(alice)).isEqualTo("12.50");
  }

  @Test
  void another_deposit_under_the_same_key_is_refused() {
    AccountId alice = customerWith("10.00");
    AccountId bob = customerWith("10.00");
    api().postAs(key, "/accounts/" + alice + "/deposits", "{\"amount\": 2.50}");

    Answer more = api().postAs(key, "/accounts/" + alice + "/deposits", "{\"amount\": 2.51}");
    Answer elsewhere = api().postAs(key, "/accounts/" + bob + "/deposits", "{\"amount\": 2.50}");

    assertThat(more.problem()).isEqualTo("idempotency-key-reused");
    assertThat(elsewhere.problem()).isEqualTo("idempotency-key-reused");
    assertThat(balanceOf(alice)).isEqualTo("12.50");
    assertThat(balanceOf(bob)).isEqualTo("10.00");
  }

  @Test
  void a_deposit_that_was_refused_is_refused_again_though_the_account_is_open_by_now() {
    String path = "/accounts/late-" + key + "/deposits";
    Answer first = api().postAs(key, path, "{\"amount\": 2.50}");
    api().put("/accounts/late-" + key, "{}");

    assertThat(first.problem()).isEqualTo("unknown-account");
    assertThat(api().postAs(key, path, "{\"amount\": 2.50}")).isEqualTo(first);
    assertThat(api().post(path, "{\"amount\": 2.50}").status()).isEqualTo(201);
  }
}
