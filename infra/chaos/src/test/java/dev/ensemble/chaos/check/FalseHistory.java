package dev.ensemble.chaos.check;

import dev.ensemble.chaos.history.Happening;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * One small wrong in the history.
 *
 * @param invariants how those begin that must notice; no other one may
 * @param added lines that are put where {@code first} says
 * @param first whether before all others, or before the end
 */
record FalseHistory(
    String words,
    List<String> invariants,
    boolean first,
    Function<List<String>, List<String>> added) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern ORDER = Pattern.compile("\"order\":\"([^\"]+)\"");

  static List<FalseHistory> all() {
    List<FalseHistory> all = new ArrayList<>();
    calls(all);
    changes(all);
    claims(all);
    slots(all);
    all.add(
        new FalseHistory(
            "a state that goes back",
            List.of("who looks sees"),
            false,
            lines ->
                List.of(
                    look(Happening.INVOKE, "1", 0),
                    look(Happening.OK, "1", 3),
                    look(Happening.INVOKE, "2", 0),
                    look(Happening.OK, "2", 2))));
    all.add(
        one(
            "a fault that is never healed",
            "each fault was healed",
            Happening.INJECT,
            Map.of("fault", 7, "kind", "cut-link", "words", "cut")));
    all.add(
        one(
            "what stood behind poison and was never parked",
            "what comes behind an event",
            Happening.HEAL,
            Map.of(
                "kind",
                "poison",
                "words",
                "%s: %s, %s".formatted(UUID.randomUUID(), UUID.randomUUID(), UUID.randomUUID()))));
    all.add(
        one(
            "a process that does not come back",
            "each process is up",
            Happening.START,
            Map.of("process", "p")));
    all.add(
        one(
            "a process that is gone",
            "each process is up",
            Happening.EXIT,
            Map.of("process", "p")));
    return all;
  }

  private static void calls(List<FalseHistory> all) {
    all.add(
        one(
            "another answer",
            "whoever asks again",
            Happening.OK,
            call("place", "completed", Map.of("status", 201, "hash", "another"))));
    all.add(
        one(
            "its own retry is taken for another wish",
            "whoever asks again",
            Happening.FAIL,
            call("place", "completed", Map.of("status", 422, "problem", Wishes.REUSED))));
    all.add(
        one(
            "refused for a wish that nobody made",
            "another wish under",
            Happening.FAIL,
            call("place", "alone", Map.of("status", 422, "problem", Wishes.REUSED))));
    all.add(
        one(
            "two wishes are done under a key",
            "another wish under",
            Happening.OK,
            call("cancel", "cancel", Map.of("status", 202, "fingerprint", "another"))));
    all.add(
        one(
            "a call without an end",
            "of every call",
            Happening.INVOKE,
            call("cancel", "open", Map.of())));
  }

  private static void changes(List<FalseHistory> all) {
    String said = "what was said of a ";
    all.add(ofOrder("a cancellation is lost", said + "cancellation", "completed", "cancel", 202));
    all.add(ofOrder("one is said to be done", said + "cancellation", "completed", "cancel", 200));
    all.add(
        ofOrder("one is refused and done", said + "cancellation", "forestalled", "cancel", 409));
    all.add(ofOrder("an order is not known", said + "cancellation", "completed", "cancel", 404));
    all.add(ofOrder("a dispatch is lost", said + "dispatch", "forestalled", "dispatch", 200));
    all.add(ofOrder("one is refused and left", said + "dispatch", "completed", "dispatch", 409));
  }

  /** Claims that were made before anything was done. */
  private static void claims(List<FalseHistory> all) {
    for (String group : List.of("order", "payment", "inventory")) {
      all.add(
          new FalseHistory(
              "the offset of %s is ahead".formatted(group),
              List.of(group + "'s offset is never"),
              true,
              lines ->
                  List.of(
                      line(Happening.OFFSETS, TrueClaims.offsets(group)),
                      line(Happening.SLOT, TrueClaims.look("3:3:", Map.of(), Map.of())))));
      Map<String, Object> slots =
          Map.of("outbox_" + group, TrueClaims.slot(true, 100, 0, "reserved"));
      Map<String, Long> ends = TrueClaims.everywhere(List.of(group + ".events"), 0);
      all.add(
          new FalseHistory(
              "the slot of %s is ahead".formatted(group),
              List.of("what the slot of " + group),
              true,
              lines ->
                  List.of(
                      line(
                          Happening.SLOT,
                          TrueClaims.look("4000000000:4000000000:", slots, ends)))));
    }
  }

  private static void slots(List<FalseHistory> all) {
    all.add(one("nobody looked in the end", "each relay's slot", Happening.HEALED, Map.of()));
    all.add(slot("a slot is gone", "outbox_order", null));
    all.add(slot("a slot is too many", "stranger", TrueClaims.slot(true, 100, 0, "reserved")));
    all.add(slot("nobody reads", "outbox_order", TrueClaims.slot(false, 100, 0, "reserved")));
    all.add(slot("a slot is lost", "outbox_payment", TrueClaims.slot(true, 100, 0, "lost")));
    all.add(
        slot(
            "it keeps the log",
            "outbox_payment",
            TrueClaims.slot(true, 100, 1L << 30, "reserved")));
  }

  private static FalseHistory slot(String words, String name, @Nullable Map<String, Object> slot) {
    Map<String, Object> look = TrueClaims.look();
    Map<String, Object> slots = new HashMap<>();
    TrueClaims.SLOTS.forEach(one -> slots.put(one, TrueClaims.slot(true, 100, 0, "reserved")));
    if (slot == null) {
      slots.remove(name);
    } else {
      slots.put(name, slot);
    }
    look.put("slots", slots);
    return one(words, "each relay's slot", Happening.SLOT, look);
  }

  private static FalseHistory one(
      String words, String invariant, Happening what, Map<String, ?> details) {
    return new FalseHistory(
        words, List.of(invariant), false, lines -> List.of(line(what, details)));
  }

  /** An answer of which nothing came, to a call under a new key. */
  private static FalseHistory ofOrder(
      String words, String invariant, String placedBy, String call, int status) {
    return new FalseHistory(
        words,
        List.of(invariant),
        false,
        lines ->
            List.of(
                line(
                    status < 300 ? Happening.OK : Happening.FAIL,
                    call(
                        call, "lost", Map.of("status", status, "order", order(lines, placedBy))))));
  }

  /** The order that was placed under a key. */
  private static String order(List<String> lines, String key) {
    return lines.stream()
        .filter(line -> line.contains("\"key\":\"%s\"".formatted(key)))
        .flatMap(line -> ORDER.matcher(line).results())
        .map(found -> found.group(1))
        .findFirst()
        .orElseThrow();
  }

  private static Map<String, Object> call(String call, String key, Map<String, ?> more) {
    Map<String, Object> details =
        new HashMap<>(Map.of("call", call, "key", key, "fingerprint", "f"));
    details.putAll(more);
    return details;
  }

  private static String look(Happening what, String op, long version) {
    return line(
        what,
        Map.of(
            "call", "look", "op", op, "attempt", 1, "order", "o", "version", version, "stands",
            "PAID"));
  }

  static String line(Happening what, Map<String, ?> details) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", System.currentTimeMillis());
    line.put("what", what.name().toLowerCase(Locale.ROOT));
    line.putAll(details);
    return JSON.writeValueAsString(line);
  }

  static List<String> with(List<String> lines, Happening what, Map<String, ?> details) {
    lines.add(lines.size() - 1, line(what, details));
    return lines;
  }

  List<String> change(List<String> lines) {
    lines.addAll(first ? 0 : lines.size() - 1, added.apply(lines));
    return lines;
  }

  @Override
  public String toString() {
    return words;
  }
}
