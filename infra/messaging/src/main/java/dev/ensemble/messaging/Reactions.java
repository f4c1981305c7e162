package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * A service's part of the choreography in one place: which fact leads to which use case. The inbox
 * runs it; each fact's effect happens once per consumer.
 *
 * @param <F> what the service reads, usually a sealed interface over its trimmed records
 */
public final class Reactions<F> {

  // The database checks the same; Kafka takes it as a group's id.
  private static final Pattern CONSUMER = Pattern.compile("[a-z][a-z0-9._-]{0,63}");

  private final String consumer;
  private final Set<String> topics;
  private final Map<String, Reaction<F>> byType;
  private final Set<String> ignored;
  private final Consumer<List<F>> rowLocks;

  private Reactions(Builder<F> builder) {
    this.consumer = builder.consumer;
    this.topics = Set.copyOf(builder.topics);
    this.byType = Map.copyOf(builder.byType);
    Set<String> passedOver = new LinkedHashSet<>(ParkingFacts.TYPES);
    passedOver.removeAll(byType.keySet());
    passedOver.addAll(builder.ignored);
    this.ignored = Set.copyOf(passedOver);
    this.rowLocks = builder.rowLocks;
  }

  /**
   * Begins a consumer's reactions.
   *
   * @param consumer the name under which events are remembered as processed, and the Kafka group's
   *     id; it never changes, or every event would be new again
   */
  public static <F> Builder<F> of(String consumer) {
    return new Builder<>(consumer);
  }

  public String consumer() {
    return consumer;
  }

  public Set<String> topics() {
    return topics;
  }

  Map<String, Reaction<F>> byType() {
    return byType;
  }

  Set<String> ignored() {
    return ignored;
  }

  Consumer<List<F>> rowLocks() {
    return rowLocks;
  }

  /** Collects the reactions of one consumer. */
  public static final class Builder<F> {
    private final String consumer;
    private final Set<String> topics = new LinkedHashSet<>();
    private final Map<String, Reaction<F>> byType = new LinkedHashMap<>();
    private final Set<String> ignored = new LinkedHashSet<>();
    private Consumer<List<F>> rowLocks = facts -> {};

    private Builder(String consumer) {
      if (!CONSUMER.matcher(consumer).matches()) {
        throw new IllegalArgumentException(
            "a consumer's name is made of at most 64 of a-z, 0-9, '.', '_' and '-': " + consumer);
      }
      this.consumer = consumer;
    }

    /** The topics to read, all of them from their beginning where the consumer is new. */
    public Builder<F> from(String... names) {
      topics.addAll(List.of(names));
      return this;
    }

    /** Reads facts of the type as the given record and runs the use case on each, once. */
    public <T extends F> Builder<F> on(String type, Class<T> reads, Consumer<T> useCase) {
      return on(type, reads, (received, fact) -> useCase.accept(fact));
    }

    /** As the other, for a use case that asks for the event's id as well. */
    @SuppressWarnings("unchecked") // the inbox hands over what it has read as exactly this class
    public <T extends F> Builder<F> on(
        String type, Class<T> reads, BiConsumer<Received, T> useCase) {
      BiConsumer<Received, F> cast = (received, fact) -> useCase.accept(received, (T) fact);
      return put(type, new Reaction.OfEach<>(reads, cast));
    }

    /**
     * Reads facts of the type as the given record and runs the use case on all that arrived
     * together, each fact once: for work that the database does better for many rows at a time.
     *
     * <ul>
     *   <li>The list holds at least one fact and at most as many as one poll brings ({@code
     *       inbox.poll-records-max}), of any keys, in the order of their records.
     *   <li>Per key, effects follow the order of records, across types, too: a batch is split where
     *       a key goes on from this type to another, and every part is a call of its own. In the
     *       worst case, types that take turns within one key, a list holds one fact of that key.
     *       Facts of different keys may run in another order than they came in.
     *   <li>A fact that it tells must name the event that led to it: {@code
     *       outbox.append(fact.causedBy(arrived.received()))}. Without that the append throws.
     *   <li>What it throws fails the whole batch, which then runs again with one fact a list, so
     *       that only the culprit is treated; a redrive runs one fact a list, too.
     * </ul>
     */
    @SuppressWarnings("unchecked") // the inbox hands over what it has read as exactly this class
    public <T extends F> Builder<F> onAll(
        String type, Class<T> reads, Consumer<List<Arrived<T>>> useCase) {
      Consumer<List<Arrived<F>>> cast = all -> useCase.accept((List<Arrived<T>>) (List<?>) all);
      return put(type, new Reaction.OfAll<>(reads, cast));
    }

    private Builder<F> put(String type, Reaction<F> reaction) {
      if (byType.put(type, reaction) != null) {
        throw new IllegalArgumentException("two reactions to " + type + ": make it one use case");
      }
      return this;
    }

    /**
     * Facts that this consumer knows and has no use for; a type named nowhere is a failure. What
     * the library tells about parking is ignored unless there is a reaction to it: to park that
     * would be told in turn, without end.
     */
    public Builder<F> ignoring(String... types) {
      ignored.addAll(List.of(types));
      return this;
    }

    /**
     * Locks the rows that a batch will touch, before anything of it runs. Called once per batch, in
     * its transaction, with the batch's fresh facts. It must lock in one global order (sorted keys,
     * tables in a fixed sequence): two partitions whose batches update shared rows in event order
     * deadlock at once.
     */
    public Builder<F> lockingRowsOf(Consumer<List<F>> lock) {
      rowLocks = lock;
      return this;
    }

    public Reactions<F> build() {
      List<String> both = new ArrayList<>(ignored);
      both.retainAll(byType.keySet());
      if (!both.isEmpty()) {
        throw new IllegalArgumentException("both reacted to and ignored: " + both);
      }
      if (topics.isEmpty() || byType.isEmpty()) {
        throw new IllegalArgumentException("consumer " + consumer + " reads or does nothing");
      }
      return new Reactions<>(this);
    }
  }
}
