package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.ensemble.testkit.TestDatabase;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An application says itself what is an outage of what its use cases stand on. */
class OutageSignTest {

  /** The provider did not answer. */
  private static final class ProviderUnavailable extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;
  }

  static class Signs {
    @Bean
    OutageSign providerIsAway() {
      return cause -> cause instanceof ProviderUnavailable;
    }
  }

  @Test
  void what_an_applications_own_sign_shows_is_waited_for_and_never_parked() {
    TestDatabase database = TestDatabase.create("shop");
    Map<String, Object> settings = new LinkedHashMap<>(database.springProperties());
    settings.put("ensemble.messaging.source", "/ensemble/shop");
    settings.put("spring.flyway.locations", "classpath:db/shop");
    settings.put("spring.flyway.default-schema", "shop");
    settings.put("spring.flyway.placeholders.app_role", database.appUser());
    try (var context =
        new SpringApplicationBuilder(Shop.Application.class, Signs.class)
            .web(WebApplicationType.NONE)
            .properties(settings)
            .run()) {
      AtomicInteger calls = new AtomicInteger();
      context
          .getBean(Shop.Behaviour.class)
          .before(
              one -> {
                if (calls.incrementAndGet() <= 10) {
                  throw new IllegalStateException("no charge", new ProviderUnavailable());
                }
              });
      Intake<?> intake = context.getBean(Intake.class);

      for (int tries = 1; tries <= 10; tries++) {
        Progress progress = intake.take(List.of(Shop.counted(0, "a")), Lot.ONE);
        assertThat(progress.outage()).as("try %s", tries).isNotNull();
        assertThat(progress.done()).isEqualTo(new Inbox.Receipt(0, 0, 0, 0));
      }

      assertThat(intake.take(List.of(Shop.counted(0, "a")), Lot.ONE).done().applied()).isEqualTo(1);
      assertThatExceptionOfType(RecordNotApplied.class)
          .as("what no sign shows is the event's own failure")
          .isThrownBy(
              () -> {
                context
                    .getBean(Shop.Behaviour.class)
                    .before(
                        one -> {
                          throw new IllegalStateException("no charge");
                        });
                context.getBean(Inbox.class).receive(List.of(Shop.counted(1, "b")));
              });
      assertThat(
              JdbcClient.create(database.superuser())
                  .sql("SELECT count(*) FROM messaging.parked_events")
                  .query(Long.class)
                  .single())
          .isZero();
    }
  }
}
