package dev.ensemble.messaging;

import java.io.Serial;
import java.time.Duration;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.jspecify.annotations.Nullable;

/** Somebody else has joined the group as this static member, and is the one that counts. */
final class InstanceIdTaken extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  InstanceIdTaken(Duration pause, @Nullable FencedInstanceIdException fenced) {
    super(
        "another process has joined the group with this one's inbox.instance-id and has taken its"
            + " place: this one leaves it to him and looks again in "
            + pause
            + ". The id must be another one for each process.",
        fenced);
  }
}
