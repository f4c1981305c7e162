package dev.ensemble.bench.relay;

import java.util.List;
import java.util.Optional;

/** What all contenders did. */
record Results(Plan plan, List<Result> all) {
  Results {
    all = List.copyOf(all);
  }

  Optional<Result> of(Contender contender) {
    return all.stream().filter(one -> one.contender() == contender).findFirst();
  }
}
