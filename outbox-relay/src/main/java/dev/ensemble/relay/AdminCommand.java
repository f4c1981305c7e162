package dev.ensemble.relay;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ensemble.relay.SourceControl.Quarantined;
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
    Answer carryOut(SourceControl source) {
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
    Answer carryOut(SourceControl source) {
      boolean paused = source.isPaused();
      source.resume();
      return answer(source, paused ? "it goes on" : "it was not paused");
    }
  },
  RETRY {
    @Override
    Answer carryOut(SourceControl source) throws InterruptedException {
      RetryResult result = source.retryQuarantined();
      return new Answer(
          word(),
          source.name(),
          "%d rows are published, %d stay quarantined"
              .formatted(result.sent().size(), result.kept().size()),
          result.sent(),
          result.kept());
    }
  },
  RECOVER {
    @Override
    Answer carryOut(SourceControl source) throws InterruptedException {
      return answer(
          source,
          source.recover()
              ? "its slot is dropped, and the relay ends; its next start publishes from the table"
                  + " what is not on the topics, and streams from a new slot"
              : "its slot is dropped; now it publishes from the table what is not on the topics,"
                  + " and streams from a new slot");
    }
  };

  /**
   * What was done.
   *
   * @param sent ids of rows that are published now, if rows were sent
   * @param kept rows that are still set aside, if rows were tried
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
   */
  abstract Answer carryOut(SourceControl source) throws InterruptedException;

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
