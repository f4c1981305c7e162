package dev.ensemble.chaos;

import dev.ensemble.chaos.mutation.Mutation;
import dev.ensemble.chaos.system.SystemUnderTest;
import dev.ensemble.local.invariants.Evidence;
import dev.ensemble.local.invariants.Finding;
import dev.ensemble.local.stack.Program;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** What there is outside of a system that takes part in an experiment. */
interface Surroundings extends AutoCloseable {
  /** Nothing. */
  Surroundings NONE =
      new Surroundings() {
        @Override
        public Map<String, String> settings(Program program) {
          return Map.of();
        }

        @Override
        public void prepare(SystemUnderTest system, Iterable<String> customers) {}

        @Override
        public void disturb() {}

        @Override
        public List<Finding> look(Evidence evidence) {
          return List.of();
        }

        @Override
        public void close() {}
      };

  /** What a mutation needs to be seen. */
  static Surroundings of(Mutation mutation) {
    return switch (mutation) {
      case REFUND_WITHOUT_KEY -> new OutsideProvider();
      case INBOX_CLAIM_IGNORED -> new SecondTime();
      case INBOX_INSERT_REMOVED,
          INBOX_INSERT_OUTSIDE,
          OFFSET_BEFORE_COMMIT,
          OUTBOX_AFTER_COMMIT,
          PARKED_OVERTAKEN,
          RELAY_MARKS_EARLY,
          CANCELLED_REVIVED,
          KEY_FINGERPRINT ->
          NONE;
    };
  }

  /** What a program must be told of it. */
  Map<String, String> settings(Program program);

  /** Once the system runs, before anybody comes. */
  void prepare(SystemUnderTest system, Iterable<String> customers)
      throws IOException, InterruptedException;

  /** Each time before customers come. */
  void disturb();

  /** When all is quiet. */
  List<Finding> look(Evidence evidence) throws IOException, InterruptedException;

  @Override
  void close();
}
