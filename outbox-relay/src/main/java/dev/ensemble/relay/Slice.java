package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * What one look at the stream brought: messages of PostgreSQL's plug-in pgoutput as they came, and
 * how far the slot may move once all of their rows, and all before them, are published. An empty
 * slice only asks whether that is so by now.
 *
 * <p>It goes through the engine as the value of one record, so that what the engine does for each
 * record it does for each slice, and not for each row.
 */
final class Slice {
  private final Queue<ByteBuffer> messages = new ArrayDeque<>();
  private int bytes;
  private final CommitTimes commitTimes = new CommitTimes();
  private long confirmableLsn;
  private int ends;
  private int readerPid = SourceState.NOBODY;

  /** The first one, without rows: it says that the slot is held. */
  static Slice opening(int readerPid) {
    Slice slice = new Slice();
    slice.readerPid = readerPid;
    return slice;
  }

  void add(ByteBuffer message) {
    messages.add(message);
    bytes += message.remaining();
    commitTimes.see(message);
    long end = PgOutput.confirmableLsn(message);
    if (end != 0) {
      ends++;
      confirmableLsn = Math.max(confirmableLsn, end);
    }
  }

  /** Taken out one by one, so that a slice that waits for its acknowledgements holds no rows. */
  Queue<ByteBuffer> messages() {
    return messages;
  }

  int bytes() {
    return bytes;
  }

  /** How many transactions and messages end in it. */
  int ends() {
    return ends;
  }

  CommitTimes commitTimes() {
    return commitTimes;
  }

  /** The end of the last transaction or message that the slice holds whole; 0 if it holds none. */
  long confirmableLsn() {
    return confirmableLsn;
  }

  /** The server's process that reads the slot for us; only the first slice has it. */
  int readerPid() {
    return readerPid;
  }
}
