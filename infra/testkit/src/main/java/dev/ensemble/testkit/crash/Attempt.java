package dev.ensemble.testkit.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;

/**
 * One call whose process was killed, and that was then sent again twice.
 *
 * @param lost the first answer, where the process had given one
 * @param retry what the next process answered
 * @param again and what it answered once more
 */
public record Attempt(
    Call call, CrashPoint point, Optional<Answer> lost, Answer retry, Answer again) {

  /**
   * For a call with a key: the retry ran where nothing was committed, and was told the first answer
   * where something was; and there was one answer, byte by byte.
   */
  public void assertOneAnswer(int status) {
    assertThat(retry.status()).as(retry.body()).isEqualTo(status);
    assertThat(retry.isReplay()).as("the retry is a replay").isEqualTo(point.isCommitted());
    assertThat(again.isReplay()).as("the next one is a replay").isTrue();
    assertThat(again.asFirst()).isEqualTo(retry.asFirst());
    lost.ifPresent(answer -> assertThat(retry.asFirst()).isEqualTo(answer));
  }
}
