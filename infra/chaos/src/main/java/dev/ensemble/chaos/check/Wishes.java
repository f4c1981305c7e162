package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Line;
import dev.ensemble.chaos.history.Past;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What customers have asked for under each key, and what they have heard. */
final class Wishes {
  static final String REUSED = "idempotency-key-reused";

  private final Map<String, Key> keys = new HashMap<>();
  private final List<String> unstable = new ArrayList<>();
  private final List<String> confused = new ArrayList<>();
  private long definite;
  private long mismatches;

  /** One key's story. */
  static final class Key {
    final String call;

    /** By fingerprint: what was asked, and the first definite answer. */
    final Map<String, String> bodies = new HashMap<>();

    final Map<String, Answer> answers = new HashMap<>();

    /** Fingerprints of which nobody knows what became of them. */
    final Set<String> open = new HashSet<>();

    /** Fingerprints that were refused because the key is another wish's. */
    final Set<String> refused = new HashSet<>();

    Key(String call) {
      this.call = call;
    }
  }

  /** A definite answer. */
  record Answer(long status, String hash, String order) {}

  static Wishes of(Past past) {
    Wishes wishes = new Wishes();
    past.each(wishes::read);
    return wishes;
  }

  private void read(Line line) {
    String name = line.text("key");
    if (name.isEmpty()) {
      return;
    }
    Key key = keys.computeIfAbsent(name, each -> new Key(line.text("call")));
    String fingerprint = line.text("fingerprint");
    switch (line.what()) {
      case INVOKE -> {
        key.bodies.putIfAbsent(fingerprint, line.text("body"));
        if (!key.answers.containsKey(fingerprint) && !key.refused.contains(fingerprint)) {
          key.open.add(fingerprint);
        }
      }
      case OK, FAIL -> answered(name, key, fingerprint, line);
      case RUN,
          INFO,
          INJECT,
          MISSED,
          REVERSED,
          HEAL,
          START,
          READY,
          EXIT,
          LEADER,
          MOVED,
          SAMPLE,
          HEALED,
          COUNTED,
          END -> {}
    }
  }

  private void answered(String name, Key key, String fingerprint, Line line) {
    definite++;
    key.open.remove(fingerprint);
    if (line.text("problem").endsWith(REUSED)) {
      mismatches++;
      key.refused.add(fingerprint);
      return;
    }
    Answer now = new Answer(line.number("status"), line.text("hash"), line.text("order"));
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

  long definite() {
    return definite;
  }

  long mismatches() {
    return mismatches;
  }
}
