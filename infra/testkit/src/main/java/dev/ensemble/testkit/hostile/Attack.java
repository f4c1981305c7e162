package dev.ensemble.testkit.hostile;

import java.util.Arrays;
import java.util.List;

/**
 * A line of the table.
 *
 * @param expected the answers that are right: status and problem ({@code 400 malformed-json}), or a
 *     class of status ({@code 2xx})
 */
record Attack(String name, RawRequest request, List<String> expected) {
  static final String EXECUTED = "2xx";

  static Attack expecting(String expected, String name, RawRequest request) {
    return new Attack(name, request, Arrays.asList(expected.split(" or ", -1)));
  }

  boolean isExpected(Reply reply) {
    return expected.contains(reply.statusAndProblem())
        || (expected.contains(EXECUTED) && reply.isSuccess());
  }
}
