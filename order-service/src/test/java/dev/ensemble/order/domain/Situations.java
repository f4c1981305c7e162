package dev.ensemble.order.domain;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Every situation that an order can be in, however unlikely the way there. */
public final class Situations {

  private Situations() {}

  /** What any sequence of stimuli leads to, found breadth-first from PLACED. */
  public static Set<Knowledge> all() {
    Set<Knowledge> seen = new LinkedHashSet<>(List.of(Knowledge.NONE));
    List<Knowledge> border = List.copyOf(seen);
    while (!border.isEmpty()) {
      List<Knowledge> next = new ArrayList<>();
      for (Knowledge knowledge : border) {
        Order order = Stimulus.anOrderThatKnows(knowledge);
        for (Stimulus stimulus : Stimulus.all()) {
          Knowledge reached = OrderFixture.after(order, stimulus.meets(order)).knowledge();
          if (seen.add(reached)) {
            next.add(reached);
          }
        }
      }
      border = next;
    }
    return seen;
  }

  /**
   * Enough of them for each milestone, cancellation and reason to be seen in each status that it is
   * ever seen in: some dozens in place of some thousands, for tests that ask a database.
   */
  public static List<Knowledge> each() {
    Set<List<Object>> seen = new HashSet<>();
    List<Knowledge> enough = new ArrayList<>();
    for (Knowledge knowledge : all()) {
      Set<Object> parts = new HashSet<>(knowledge.milestones());
      parts.add(knowledge.cancellation());
      parts.add(Optional.ofNullable(knowledge.endReason()));
      if (seen.addAll(parts.stream().map(part -> List.of(knowledge.status(), part)).toList())) {
        enough.add(knowledge);
      }
    }
    return enough;
  }
}
