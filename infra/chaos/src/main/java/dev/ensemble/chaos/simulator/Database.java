package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A service's database: tables and outbox, and transactions that are committed whole or not. */
final class Database {
  private final Service service;
  private final boolean isOutboxApart;
  private final @Nullable Memo memo;

  private Content committed = Content.empty();
  private int number;

  // The running transaction's.
  private final Map<Object, Object> written = new HashMap<>();
  private final List<Row> appended = new ArrayList<>();

  private Database(Service service, Mutation mutation, @Nullable Memo memo) {
    this.service = service;
    this.isOutboxApart = mutation == Mutation.OUTBOX_APART;
    this.memo = memo;
    this.number = memo == null ? 0 : memo.number(committed);
  }

  /** A database that grows in place. */
  static Database growing(Service service, Mutation mutation) {
    return new Database(service, mutation, null);
  }

  /** A database that can be set back to any content that it was seen with. */
  static Database remembering(Service service, Mutation mutation) {
    return new Database(service, mutation, new Memo());
  }

  /** The number of what is committed; only where it remembers. */
  int number() {
    return number;
  }

  /** Sets it to a content that it was seen with. */
  void setTo(int contentNumber) {
    if (memo == null) {
      throw new IllegalStateException("this database grows in place");
    }
    number = contentNumber;
    committed = memo.content(contentNumber);
  }

  List<Row> outbox() {
    return committed.outbox();
  }

  int toldCount() {
    return committed.toldCount();
  }

  /** The row of that key as the running transaction sees it, or as it is committed. */
  @Nullable Object find(Object key) {
    Object row = written.get(key);
    return row == null ? committed.rows().get(key) : row;
  }

  void put(Object key, Object row) {
    written.put(key, row);
  }

  /** Adds a fact to the outbox, in the running transaction. */
  void tell(int order, long version, Object fact) {
    Object counted = find(new Told(order));
    int count = counted == null ? 0 : (Integer) counted;
    put(new Told(order), count + 1);
    appended.add(new Row(service, order, count, version, fact));
  }

  /** How many facts were told of an order. */
  private record Told(int order) {}

  /**
   * Runs a transaction.
   *
   * @param name what the work depends on beside this database's content
   */
  void transact(Object name, Crash crash, Runnable work) {
    if (memo == null) {
      run(crash, work);
      return;
    }
    int from = number;
    int known = memo.result(from, name, crash);
    if (known >= 0) {
      setTo(known);
      return;
    }
    run(crash, work);
    number = memo.number(committed);
    committed = memo.content(number);
    memo.keep(from, name, crash, number);
  }

  private void run(Crash crash, Runnable work) {
    try {
      work.run();
      if (crash != Crash.BEFORE_COMMIT) {
        commit(!isOutboxApart || crash == Crash.NONE);
      }
    } finally {
      written.clear();
      appended.clear();
    }
  }

  private void commit(boolean isTold) {
    if (memo != null) {
      committed = committed.with(written, appended, isTold);
      return;
    }
    int told = committed.toldCount() + appended.size();
    committed.rows().putAll(written);
    if (isTold) {
      committed.outbox().addAll(appended);
    }
    committed = new Content(committed.rows(), committed.outbox(), told);
  }
}
