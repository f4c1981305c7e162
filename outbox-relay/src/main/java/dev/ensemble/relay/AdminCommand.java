package dev.ensemble.relay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ensemble.relay.SourceControl.Discarded;
import dev.ensemble.relay.SourceControl.Quarantined;
import dev.ensemble.relay.SourceControl.Recovered;
import dev.ensemble.relay.SourceControl.RetryResult;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a person can tell a source, and the answer: what was really done. */
enum AdminCommand {
  PAUSE {
    @Override
    Answer carryOut(SourceControl source, Details details) {
      boolean already = source.isPaused();
      source.pause();
      return answer(
          source,
          already
              ? "it was paused already"
              : "it takes no further row; what was under way comes to its end, and the slot stays"
                  + " held");
    }
  },
  RESUME {
    @Override
    Answer carryOut(SourceControl source, Details details) {
      boolean paused = source.isPaused();
      source.resume();
      return answer(source, paused ? "it goes on" : "it was not paused");
    }
  },
  RETRY {
    @Override
    Answer carryOut(SourceControl source, Details details) throws InterruptedException {
      RetryResult result = source.retryQuarantined();
      return new Answer(
          word(),
          source.name(),
          "%d rows are published, %d stay quarantined"
              .formatted(result.sent().size(), result.kept().size()),
          result.sent(),
          result.kept().stream().limit(ROWS_SHOWN).toList());
    }
  },
  DISCARD {
    @Override
    Answer carryOut(SourceControl source, Details details) throws InterruptedException {
      DiscardOrder order = DiscardOrder.of(details.row(), details.reason(), details.by());
      Discarded result = source.discard(order);
      String done =
          result.now()
              ? "row %s is discarded and will never be sent".formatted(order.row())
              : "nothing is aside by the id %s: it was discarded at %s by %s: %s"
                  .formatted(order.row(), result.how().at(), result.how().by(), result.how().why());
      return answer(
          source,
          result.behind() == 0
              ? done
              : done
                  + "; of its key %d rows are aside yet, which 'retry' sends"
                      .formatted(result.behind()));
    }
  },
  RECOVER {
    @Override
    Answer carryOut(SourceControl source, Details details) throws InterruptedException {
      Recovered recovered = source.recover();
      return answer(
          source,
          (recovered.dropped() ? "its slot is dropped" : "it had no slot to drop")
              + (recovered.ends() ? ", and the relay ends; its next start" : "; now it")
              + " publishes from the table what is not on the topics, and streams from a new slot");
    }
  };

  // An answer is read by a person; the list itself can be paged through.
  static final int ROWS_SHOWN = 100;

  /** What some commands need besides their name; a discard needs all of it. */
  record Details(@Nullable String row, @Nullable String reason, @Nullable String by) {}

  /**
   * What was done.
   *
   * @param sent ids of rows that are published now, if rows were sent
   * @param kept the first rows that are still set aside, if rows were tried
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Answer(
      String command,
      String source,
      String done,
      @Nullable List<String> sent,
      @Nullable List<Quarantined> kept) {}

  /**
   * @throws RelayFailure where the source cannot do it now
   * @throws IllegalArgumentException where the details make no sense
   */
  abstract Answer carryOut(SourceControl source, Details details) throws InterruptedException;

  Answer answer(SourceControl source, String done) {
    return new Answer(word(), source.name(), done, null, null);
  }

  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<AdminCommand> named(@Nullable String word) {
    return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  static String words() {
    return Arrays.stream(values())
        .map(command -> '"' + command.word() + '"')
        .collect(Collectors.joining(", "));
  }
}
