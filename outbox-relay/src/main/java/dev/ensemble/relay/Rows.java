package dev.ensemble.relay;

import java.nio.ByteBuffer;
import java.time.Clock;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;

/**
 * Sends rows as they are decoded, or sets them aside where they cannot be sent. A transaction of
 * the source may go on from one slice to the next.
 */
final class Rows implements PgOutput.Listener {
  // What a record costs beside its key, value and headers, and a header beside its own, at most
  // (KIP-98's record format: batch 61 bytes, record 21, and lengths of up to 5 bytes each).
  private static final int RECORD_OVERHEAD = 128;
  private static final int HEADER_OVERHEAD = 10;

  private final Sender sender;
  private final Quarantine quarantine;
  private final int recordBytesMax;
  private final Clock clock;
  private Receipt receipt = new Receipt();
  private long commitMicros;

  Rows(Sender sender, Quarantine quarantine, int recordBytesMax, Clock clock) {
    this.sender = sender;
    this.quarantine = quarantine;
    this.recordBytesMax = recordBytesMax;
    this.clock = clock;
  }

  /** The receipt is not complete: the caller may have something to add. */
  Receipt send(Slice slice, PgOutput decoder, PgOutput.Listener listener)
      throws InterruptedException {
    receipt = new Receipt();
    ByteBuffer message;
    while ((message = slice.messages().poll()) != null) {
      decoder.decode(message, listener);
    }
    return receipt;
  }

  @Override
  public void begin(long commitLsn, long micros) {
    commitMicros = micros;
  }

  @Override
  public void row(RowMapping mapping, Row row) throws InterruptedException {
    if (quarantine.isDiscarded(mapping, row)) {
      return;
    }
    try {
      ProducerRecord<byte[], byte[]> record = mapping.map(row);
      if (quarantine.concerns(mapping, row, record.key())) {
        String reason = "waits for row " + quarantine.blockerOf(record.key());
        setAside(mapping.idOf(row), record.key(), reason);
      } else if (bytes(record) > recordBytesMax) {
        setAside(mapping.idOf(row), record.key(), tooLarge(record));
      } else {
        sender.send(record, mapping.id(row), receipt, commitMicros);
      }
    } catch (UnusableRow e) {
      setAside(e.id(), e.key(), e.reason());
    }
  }

  private void setAside(String id, byte[] key, String reason) throws InterruptedException {
    Quarantine.Entry known = quarantine.find(id);
    if (id.equals(RowMapping.WITHOUT_ID)
        || (known != null && !known.key().equals(ByteBuffer.wrap(key)))) {
      throw new RelayFailure(
          ExitCode.REFUSED,
          """
          Refused: a row %s cannot be sent (it %s), and cannot be set aside: the column that \
          row.id names is null or not unique. What to do: name another one."""
              .formatted(id, reason),
          null);
    }
    if (known == null) {
      Quarantine.Entry entry = Quarantine.Entry.of(id, key, reason, clock.instant(), true);
      sender.sendState(quarantine.add(entry), receipt);
    } else if (!known.reached()) {
      sender.sendState(quarantine.add(known.nowReached()), receipt);
    }
  }

  /**
   * Sends a row that is aside, without looking at those before it.
   *
   * @return why it still cannot be sent, or nothing if it is under way
   */
  String sendAside(RowMapping mapping, Row row, Receipt to) throws InterruptedException {
    try {
      ProducerRecord<byte[], byte[]> record = mapping.map(row);
      if (bytes(record) > recordBytesMax) {
        return tooLarge(record);
      }
      sender.send(record, mapping.id(row), to, Sender.NO_COMMIT_TIME);
      return "";
    } catch (UnusableRow e) {
      return e.reason();
    }
  }

  private String tooLarge(ProducerRecord<byte[], byte[]> record) {
    return "is %d bytes as a record, more than max.request.size (%d)"
        .formatted(bytes(record), recordBytesMax);
  }

  private static int bytes(ProducerRecord<byte[], byte[]> record) {
    int bytes = RECORD_OVERHEAD + record.key().length + record.value().length;
    for (Header header : record.headers()) {
      bytes += HEADER_OVERHEAD + header.key().length();
      bytes += header.value() == null ? 0 : header.value().length;
    }
    return bytes;
  }

  @Override
  public void commit(long endLsn) {
    // Rows are sent as they come: an outbox has nothing to gather for a transaction's end.
  }

  @Override
  public void message(long lsn) {
    // A heartbeat only moves the slot, and the slice knows how far.
  }
}
