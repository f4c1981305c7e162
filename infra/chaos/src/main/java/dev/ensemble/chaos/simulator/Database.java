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

  // Committed. Where it remembers, none of these is changed in place.
  private @Nullable Object[] slots;
  private Map<Object, Object> shared = new HashMap<>();
  private List<Row> outbox = new ArrayList<>();
  private int toldCount;
  private int number;

  // The running transaction's.
  private final @Nullable Object[] writtenSlots;
  private final int[] writtenPlaces = new int[Slot.COUNT];
  private int writtenCount;
  private final Map<Object, Object> writtenShared = new HashMap<>();
  private final List<Row> appended = new ArrayList<>();

  private Database(Service service, int orders, Mutation mutation, @Nullable Memo memo) {
    this.service = service;
    this.isOutboxApart = mutation == Mutation.OUTBOX_APART;
    this.slots = new Object[orders * Slot.COUNT];
    this.writtenSlots = new Object[orders * Slot.COUNT];
    this.memo = memo;
    this.number = memo == null ? 0 : memo.number(content());
  }

  /** A database that grows in place. */
  static Database growing(Service service, int orders, Mutation mutation) {
    return new Database(service, orders, mutation, null);
  }

  /** A database that can be set back to any content that it was seen with. */
  static Database remembering(Service service, int orders, Mutation mutation) {
    return new Database(service, orders, mutation, new Memo());
  }

  /** What is committed; only where it remembers does that stay as it is. */
  Content content() {
    return new Content(slots, shared, outbox, toldCount);
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
    Content content = memo.content(contentNumber);
    number = contentNumber;
    slots = content.slots();
    shared = content.shared();
    outbox = content.outbox();
    toldCount = content.toldCount();
  }

  List<Row> outbox() {
    return outbox;
  }

  int toldCount() {
    return toldCount;
  }

  /** The order's row as the running transaction sees it, or as it is committed. */
  @Nullable Object find(Slot slot, int order) {
    int place = slot.of(order);
    Object row = writtenSlots[place];
    return row == null ? slots[place] : row;
  }

  void put(Slot slot, int order, Object row) {
    int place = slot.of(order);
    if (writtenSlots[place] == null) {
      writtenPlaces[writtenCount++] = place;
    }
    writtenSlots[place] = row;
  }

  /** As the others, for a row that orders share. */
  @Nullable Object find(Object key) {
    Object row = writtenShared.isEmpty() ? null : writtenShared.get(key);
    return row == null ? shared.get(key) : row;
  }

  void put(Object key, Object row) {
    writtenShared.put(key, row);
  }

  /** Adds a fact to the outbox, in the running transaction. */
  void tell(int order, long version, Object fact) {
    int count = find(Slot.TOLD, order) instanceof Integer told ? told : 0;
    put(Slot.TOLD, order, count + 1);
    appended.add(Row.of(service, order, count, version, fact));
  }

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
    if (known < 0) {
      run(crash, work);
      known = memo.number(content());
      memo.keep(from, name, crash, known);
    }
    setTo(known);
  }

  private void run(Crash crash, Runnable work) {
    try {
      work.run();
      if (crash != Crash.BEFORE_COMMIT) {
        commit(!isOutboxApart || crash == Crash.NONE);
      }
    } finally {
      for (int i = 0; i < writtenCount; i++) {
        writtenSlots[writtenPlaces[i]] = null;
      }
      writtenCount = 0;
      writtenShared.clear();
      appended.clear();
    }
  }

  private void commit(boolean isTold) {
    if (memo != null) {
      slots = slots.clone();
      shared = new HashMap<>(shared);
      outbox = new ArrayList<>(outbox);
    }
    for (int i = 0; i < writtenCount; i++) {
      slots[writtenPlaces[i]] = writtenSlots[writtenPlaces[i]];
    }
    if (!writtenShared.isEmpty()) {
      shared.putAll(writtenShared);
    }
    toldCount += appended.size();
    if (isTold) {
      outbox.addAll(appended);
    }
  }
}
