package dev.ensemble.messaging;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.UUID;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Reads records as one consumer's facts. Pure: it knows neither the database nor the broker. */
final class RecordReader<F> {

  private static final Pattern SEQUENCE = Pattern.compile("[0-9]{1,18}");

  private final Reactions<F> reactions;
  private final FactJson json;

  RecordReader(Reactions<F> reactions, FactJson json) {
    this.reactions = reactions;
    this.json = json;
  }

  /** All of it. */
  Reading<F> read(ConsumerRecord<byte[], byte[]> record) {
    return whole(begin(record));
  }

  /** The same, with a payload that has been read, or is known to be unfit. */
  static <F> Reading<F> whole(Reading<F> begun) {
    if (begun instanceof Reading.Fact<F> fact) {
      try {
        fact.data();
      } catch (Content.Unfit reason) {
        return new Reading.Unreadable<>(fact.record(), reason);
      }
    }
    return begun;
  }

  /** All but a fact's payload, which may turn out to be unfit. */
  Reading<F> begin(ConsumerRecord<byte[], byte[]> record) {
    try {
      CloudEventHeaders headers = CloudEventHeaders.of(record.headers());
      if (!headers.required("specversion").equals("1.0")) {
        throw new UnreadableRecord("its ce_specversion is not 1.0");
      }
      String type = headers.required("type");
      if (reactions.ignored().contains(type)) {
        return new Reading.Ignored<>(record);
      }
      Reaction<F> reaction = reactions.byType().get(type);
      if (reaction == null) {
        throw new UnreadableRecord("its type is neither reacted to nor ignored by name");
      }
      return fact(record, headers, reaction);
    } catch (UnreadableRecord reason) {
      return new Reading.Unreadable<>(record, reason);
    } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError unforeseen) {
      // Nothing is asked of anybody here, so this is no outage: the record itself is to blame, and
      // must not hold up its partition.
      return new Reading.Unreadable<>(
          record, new UnreadableRecord(cannotBeRead(unforeseen), unforeseen));
    }
  }

  static String cannotBeRead(Throwable unforeseen) {
    return "it cannot be read (" + unforeseen.getClass().getSimpleName() + ")";
  }

  private Reading<F> fact(
      ConsumerRecord<byte[], byte[]> record, CloudEventHeaders headers, Reaction<F> reaction) {
    Envelope envelope = envelope(record, headers);
    headers.requireJson();
    Cause cause = new Cause(envelope.id().toString(), headers.traceparent(), headers.tracestate());
    return new Reading.Fact<>(
        record,
        envelope,
        cause,
        Identity.digest(envelope.type(), value(record)),
        reaction,
        new Content<>(record.value(), reaction.reads(), json));
  }

  private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
    return record.value() == null ? new byte[0] : record.value();
  }

  private static Envelope envelope(
      ConsumerRecord<byte[], byte[]> record, CloudEventHeaders headers) {
    String id = headers.required("id");
    if (!Identity.isUuid(id)) {
      throw new UnreadableRecord("its ce_id is not a UUID");
    }
    return new Envelope(
        UUID.fromString(id),
        headers.required("source"),
        headers.required("type"),
        headers.attribute("subject"),
        time(headers.attribute("time")),
        partitionKey(headers.attribute("partitionkey"), record.key()),
        headers.attribute("correlationid"),
        headers.attribute("causationid"),
        sequence(headers.attribute("sequence")));
  }

  private static @Nullable Instant time(@Nullable String time) {
    try {
      return time == null ? null : Rfc3339.instant(time);
    } catch (DateTimeException noTime) {
      throw new UnreadableRecord("its ce_time is not an RFC 3339 time", noTime);
    }
  }

  private static String partitionKey(@Nullable String attribute, byte @Nullable [] recordKey) {
    if (attribute != null && !attribute.isEmpty()) {
      return attribute;
    }
    if (recordKey == null || recordKey.length == 0) {
      throw new UnreadableRecord("it has neither a key nor a ce_partitionkey");
    }
    return new String(recordKey, StandardCharsets.UTF_8);
  }

  /** Zero where the producer counts nothing. */
  private static long sequence(@Nullable String sequence) {
    if (sequence == null) {
      return 0;
    }
    if (!SEQUENCE.matcher(sequence).matches()) {
      throw new UnreadableRecord("its ce_sequence is not a number");
    }
    return Long.parseLong(sequence);
  }
}
