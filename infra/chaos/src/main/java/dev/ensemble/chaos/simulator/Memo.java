package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Every content that a database was ever seen with, by number, and where each transaction leads
 * from each: use cases are functions of what they find, so each is run once per content.
 */
final class Memo {
  private record Transaction(int from, Object work, Crash crash) {}

  private final Map<Content, Integer> numbers = new HashMap<>();
  private final List<Content> contents = new ArrayList<>();
  private final Map<Transaction, Integer> results = new HashMap<>();

  int number(Content content) {
    Integer known = numbers.putIfAbsent(content, contents.size());
    if (known != null) {
      return known;
    }
    contents.add(content);
    return contents.size() - 1;
  }

  Content content(int number) {
    return contents.get(number);
  }

  /** The number of what the transaction leads to; -1 where it was not run yet. */
  int result(int from, Object work, Crash crash) {
    return results.getOrDefault(new Transaction(from, work, crash), -1);
  }

  void keep(int from, Object work, Crash crash, int to) {
    results.put(new Transaction(from, work, crash), to);
  }
}
