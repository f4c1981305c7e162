package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.History;
import dev.ensemble.chaos.history.Line;
import dev.ensemble.local.invariants.Finding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * What was found while the system came to rest: it cannot be found again afterwards, so it stands
 * in the history, and whoever judges the run once more finds it there.
 */
public final class Found implements Consumer<Line> {
  private final List<Finding> findings = new ArrayList<>();

  /** Writes a finding down. */
  public static void note(History history, Finding finding) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("invariant", finding.invariant());
    details.put("holds", finding.holds());
    details.put("figures", finding.figures());
    details.put("offenders", finding.offenders());
    history.note(Happening.FOUND, details);
  }

  @Override
  public void accept(Line line) {
    if (line.what() == Happening.FOUND) {
      List<String> offenders =
          line.details().path("offenders").valueStream().map(JsonNode::asString).toList();
      findings.add(
          new Finding(
              line.text("invariant"), line.isTrue("holds"), line.text("figures"), offenders));
    }
  }

  /** These, and those of the history that are not among them. */
  List<Finding> with(List<Finding> known) {
    List<Finding> all = new ArrayList<>(known);
    findings.stream()
        .filter(one -> known.stream().noneMatch(it -> it.invariant().equals(one.invariant())))
        .forEach(all::add);
    return all;
  }
}
