package dev.ensemble.messaging;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** How facts of one type are read, and what follows from them. */
sealed interface Reaction<F> {

  Class<? extends F> reads();

  /** Runs the use case for facts of this type, with each event as the cause of what it leads to. */
  void run(List<Reading.Fact<F>> facts, Cause.OfThread causes);

  /** A use case for one event at a time. */
  record OfEach<F>(Class<? extends F> reads, BiConsumer<Received, F> useCase)
      implements Reaction<F> {

    @Override
    public void run(List<Reading.Fact<F>> facts, Cause.OfThread causes) {
      for (Reading.Fact<F> fact : facts) {
        UUID event = fact.envelope().id();
        causes.during(event, fact.cause(), () -> useCase.accept(new Received(event), fact.data()));
      }
    }
  }

  /** A use case for all events that may run together. */
  record OfAll<F>(Class<? extends F> reads, Consumer<List<Arrived<F>>> useCase)
      implements Reaction<F> {

    @Override
    public void run(List<Reading.Fact<F>> facts, Cause.OfThread causes) {
      List<Arrived<F>> set = new ArrayList<>(facts.size());
      Map<UUID, Cause> ofSet = HashMap.newHashMap(facts.size());
      for (Reading.Fact<F> fact : facts) {
        UUID event = fact.envelope().id();
        set.add(new Arrived<>(new Received(event), fact.data()));
        ofSet.put(event, fact.cause());
      }
      causes.duringAll(ofSet, () -> useCase.accept(Collections.unmodifiableList(set)));
    }
  }
}
