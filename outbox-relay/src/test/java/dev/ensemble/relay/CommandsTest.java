package dev.ensemble.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever asks is told what has really become of it. */
class CommandsTest {
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final AtomicInteger done = new AtomicInteger();

  @AfterEach
  void close() {
    threads.shutdownNow();
  }

  @Test
  void a_command_that_nobody_came_to_is_said_not_to_have_happened_and_never_does() {
    Commands commands = new Commands(Duration.ofMillis(100));

    assertThatThrownBy(() -> commands.ask(done::incrementAndGet))
        .isInstanceOf(RelayFailure.class)
        .hasMessageContaining("did not come to the command");
    commands.runWaiting();
    assertThat(done).hasValue(0);
  }

  @Test
  void a_command_that_has_begun_is_not_said_not_to_have_happened() throws Exception {
    Commands commands = new Commands(Duration.ofMillis(500));
    CountDownLatch release = new CountDownLatch(1);
    Future<?> publisher =
        threads.submit(
            () -> {
              commands.runOneWithin(Duration.ofSeconds(30));
              return done.incrementAndGet();
            });

    assertThatThrownBy(
            () ->
                commands.ask(
                    () -> {
                      release.await();
                      return true;
                    }))
        .isInstanceOf(RelayFailure.class)
        .hasMessageContaining("has begun and goes on");
    release.countDown();
    publisher.get();
    assertThat(done).hasValue(1);
  }

  @Test
  void more_commands_than_a_few_are_sent_away_at_once() {
    Commands commands = new Commands(Duration.ofMinutes(1));
    List<Future<Integer>> asked =
        Stream.generate(() -> threads.submit(() -> commands.ask(done::incrementAndGet)))
            .limit(Commands.WAITING_MAX + 1)
            .toList();

    await().until(() -> asked.stream().anyMatch(Future::isDone));
    Future<Integer> sentAway = asked.stream().filter(Future::isDone).findFirst().orElseThrow();
    assertThatThrownBy(sentAway::get).hasMessageContaining("commands wait already");
    commands.runWaiting();
    await().until(() -> asked.stream().allMatch(Future::isDone));
    assertThat(asked.stream().filter(answer -> answer.state() == Future.State.SUCCESS))
        .hasSize(Commands.WAITING_MAX);
    assertThat(done).hasValue(Commands.WAITING_MAX);
  }
}
