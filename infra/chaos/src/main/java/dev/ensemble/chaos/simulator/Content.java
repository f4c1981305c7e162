package dev.ensemble.chaos.simulator;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a database holds.
 *
 * @param rows every row of its tables by its key; rows are values, keys are of a type per table
 * @param outbox in commit order
 * @param toldCount how many facts its commits made true, whether or not the outbox has them
 */
record Content(Map<Object, Object> rows, List<Row> outbox, int toldCount) {

  static Content empty() {
    return new Content(new HashMap<>(), new ArrayList<>(), 0);
  }

  /** A copy, so that the original stays as it is. */
  Content with(Map<Object, Object> written, List<Row> appended, boolean isTold) {
    Map<Object, Object> all = new HashMap<>(rows);
    all.putAll(written);
    List<Row> longer = new ArrayList<>(outbox);
    if (isTold) {
      longer.addAll(appended);
    }
    return new Content(all, longer, toldCount + appended.size());
  }
}
