package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import dev.ensemble.chaos.history.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What customers have asked for under each key, and what they have heard. */
final class Wishes implements Consumer<Line> {
  static final String REUSED = "idempotency-key-reused";

  private final Map<String, Key> keys = new HashMap<>();
  private final List<String> unstable = new ArrayList<>();
  private final List<String> confused = new ArrayList<>();
  private long definite;
  private long mismatches;

  /** One key's story. */
  static final class Key {
    final String call;

    /** Of which order it spoke; empty where it was to be made. */
    final String order;

    /** By fingerprint: what was asked, and the first definite answer. */
    final Map<String, String> bodies = new HashMap<>();

    final Map<String, Answer> answers = new HashMap<>();

    /** Fingerprints of which nobody knows what became of them. */
    final Set<String> open = new HashSet<>();

    /** Fingerprints that were refused because the key is another wish's. */
    final Set<String> refused = new HashSet<>();

    Key(String call, String order) {
      this.call = call;
      this.order = order;
    }
  }

  /** A definite answer. */
  record Answer(long status, String hash, String order, String problem) {}

  @Override
  public void accept(Line line) {
    String name = line.text("key");
    if (name.isEmpty()) {
      return;
    }
    Key key = keys.computeIfAbsent(name, each -> new Key(line.text("call"), line.text("order")));
    String fingerprint = line.text("fingerprint");
    if (line.what() == Happening.INVOKE) {
      key.bodies.putIfAbsent(fingerprint, line.text("body"));
      if (!key.answers.containsKey(fingerprint) && !key.refused.contains(fingerprint)) {
        key.open.add(fingerprint);
      }
    } else if (line.what() == Happening.OK || line.what() == Happening.FAIL) {
      answered(name, key, fingerprint, line);
    }
  }

  private void answered(String name, Key key, String fingerprint, Line line) {
    definite++;
    key.open.remove(fingerprint);
    String problem = line.text("problem");
    if (problem.endsWith(REUSED)) {
      mismatches++;
      if (key.refused.add(fingerprint) && key.answers.containsKey(fingerprint)) {
        unstable.add("key %s: answered, then refused as if it were another wish".formatted(name));
      }
      return;
    }
    if (key.refused.contains(fingerprint)) {
      unstable.add("key %s: refused as if it were another wish, then answered".formatted(name));
    }
    Answer now = new Answer(line.number("status"), line.text("hash"), line.text("order"), problem);
    Answer first = key.answers.putIfAbsent(fingerprint, now);
    if (first != null && !first.equals(now)) {
      unstable.add("key %s: first %s, then %s".formatted(name, first, now));
    }
    if (key.answers.size() > 1) {
      confused.add("key %s: two wishes were answered, %s".formatted(name, key.answers));
    }
  }

  Map<String, Key> keys() {
    return keys;
  }

  /** The one definite answer under a key, where there is one. */
  @Nullable Answer answer(String key) {
    Key story = keys.get(key);
    return story == null || story.answers.isEmpty()
        ? null
        : story.answers.values().iterator().next();
  }

  /** Fingerprints under the key of which nobody knows what became of them. */
  Set<String> open(String key) {
    Key story = keys.get(key);
    return story == null ? Set.of() : story.open;
  }

  List<String> unstable() {
    return unstable;
  }

  List<String> confused() {
    return confused;
  }

  /** Keys under which nothing but refusals was heard: whose else could they be? */
  List<String> refusedToAll() {
    return keys.entrySet().stream()
        .filter(one -> !one.getValue().refused.isEmpty() && one.getValue().answers.isEmpty())
        .map(one -> "key %s: refused, and no other wish has it".formatted(one.getKey()))
        .toList();
  }

  long definite() {
    return definite;
  }

  long mismatches() {
    return mismatches;
  }
}
