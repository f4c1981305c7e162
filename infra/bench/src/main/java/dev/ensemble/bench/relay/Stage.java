package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/** What one run of one contender works on: empty topics, and a slot or a table of its own. */
final class Stage implements AutoCloseable {
  private static final AtomicInteger NUMBER = new AtomicInteger();

  /** Fuller batches: the best for a backlog. */
  private static final String LINGER_MILLIS_BACKLOG = "5";

  /** The best for single commits, each of which would wait for others that do not come. */
  private static final String LINGER_MILLIS_SINGLE = "0";

  private final Contender contender;
  private final Backlog backlog;
  private final String lingerMillis;
  private final String slot;

  private Stage(Contender contender, Backlog backlog, String lingerMillis) {
    this.lingerMillis = lingerMillis;
    this.contender = contender;
    this.backlog = backlog;
    // Our relay keeps its position by the slot's name: each run begins anew.
    this.slot =
        "bench_%s_%d"
            .formatted(contender.name().toLowerCase(Locale.ROOT), NUMBER.incrementAndGet());
  }

  /** With the whole backlog before it. */
  static Stage before(Contender contender, Backlog backlog, Servers system)
      throws InterruptedException {
    Stage stage = new Stage(contender, backlog, LINGER_MILLIS_BACKLOG);
    Topic.makeAnew(system.bootstrapServers());
    if (contender.readsTheLog()) {
      backlog.slotBefore(stage.slot);
    } else {
      backlog.copyForPolling();
    }
    backlog.checkpoint();
    return stage;
  }

  /** With nothing before it but rows of these numbers. */
  static Stage with(long first, long last, Contender contender, Backlog backlog, Servers system)
      throws InterruptedException {
    Stage stage = new Stage(contender, backlog, LINGER_MILLIS_SINGLE);
    Topic.makeAnew(system.bootstrapServers());
    if (contender.readsTheLog()) {
      backlog.slotFromNow(stage.slot);
      backlog.append(first, last);
    } else {
      backlog.copyForPolling(first, last);
    }
    backlog.checkpoint();
    return stage;
  }

  Contender contender() {
    return contender;
  }

  String slot() {
    return slot;
  }

  /**
   * How long a producer lingers. The others are given what suits each measurement best; our relay
   * has one setting for both.
   */
  String lingerMillis() {
    return lingerMillis;
  }

  /** The table that it reads, of itself or by the log. */
  String table() {
    return contender.readsTheLog() ? Backlog.TABLE : Backlog.POLLED_TABLE;
  }

  @Override
  public void close() {
    if (contender.readsTheLog()) {
      backlog.drop(slot);
    } else {
      backlog.emptyPolled();
    }
  }
}
