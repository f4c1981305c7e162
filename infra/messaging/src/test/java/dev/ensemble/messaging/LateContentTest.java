package dev.ensemble.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.testkit.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A payload is read once the inbox knows that its event is new. */
class LateContentTest extends OverOneShop {
  private static final String TYPE = "thing.weighed.v1";
  private static final AtomicInteger READ = new AtomicInteger();

  /** Counts how often one was read. */
  record Weighed(String orderId, int grams) {
    Weighed {
      READ.incrementAndGet();
    }
  }

  private final List<String> effects = new ArrayList<>();
  private Intake<Weighed> intake;

  private Reactions<Weighed> reactions() {
    return Reactions.<Weighed>of("scale")
        .from(Shop.TOPIC)
        .on(TYPE, Weighed.class, this::weigh)
        .build();
  }

  private void weigh(Weighed one) {
    if (one.grams() < 0) {
      throw new IllegalArgumentException("lighter than nothing");
    }
    effects.add(one.orderId() + one.grams());
  }

  @BeforeEach
  void begin() {
    intake = lot.intake(reactions());
    READ.set(0);
  }

  @Test
  void what_is_known_already_is_not_read_again() {
    List<ConsumerRecord<byte[], byte[]>> batch =
        List.of(weighed(0, "a", "1"), weighed(1, "b", "2"));

    Progress first = lot.take(intake, batch);
    Progress again = lot.take(intake, batch);

    assertThat(first.done()).isEqualTo(new Inbox.Receipt(2, 0, 0));
    assertThat(again.done()).isEqualTo(new Inbox.Receipt(0, 2, 0));
    assertThat(READ).hasValue(2);
    assertThat(effects).containsExactly("a1", "b2");
  }

  @Test
  void what_turns_out_to_be_unfit_is_parked_in_its_place_and_nothing_acts_twice() {
    ConsumerRecord<byte[], byte[]> known = weighed(0, "a", "1");
    lot.take(intake, List.of(known));

    Progress progress =
        lot.take(
            intake,
            List.of(
                known,
                weighed(1, "b", "2"),
                weighed(2, "c", "\"heavy\""),
                weighed(3, "b", "3"),
                weighed(4, "c", "4")));

    assertThat(effects).containsExactly("a1", "b2", "b3");
    assertThat(progress.done()).isEqualTo(new Inbox.Receipt(2, 1, 0, 2));
    assertThat(lot.parked())
        .as("the culprit, and behind it what came of its key")
        .containsExactly("unreadable c 2", "behind c 4");
  }

  @Test
  void what_is_unfit_is_parked_as_unreadable_whatever_else_its_batch_has_met() {
    Progress progress =
        lot.take(
            intake,
            List.of(weighed(0, "a", "-1"), weighed(1, "b", "\"heavy\""), weighed(2, "d", "4")));

    assertThat(effects).contains("d4");
    assertThat(progress.done().parked()).isEqualTo(2);
    assertThat(lot.parked()).containsExactly("failed a 0", "unreadable b 1");
  }

  private static ConsumerRecord<byte[], byte[]> weighed(long offset, String key, String grams) {
    return Facts.of(TYPE, "{\"orderId\":\"%s\",\"grams\":%s}".formatted(key, grams))
        .key(key)
        .polled(Shop.TOPIC, 0, offset);
  }
}
