package dev.ensemble.bench.inbox.contenders;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.springframework.kafka.annotation.KafkaListener;
import tools.jackson.databind.json.JsonMapper;

/** Takes one record after the other; each is a call of a transactional method. */
class TransferListener {
  private final BookTransfer bookTransfer;
  private final JsonMapper json;
  private final LongAdder fresh = new LongAdder();
  private final LongAdder repeated = new LongAdder();
  private final LongAdder others = new LongAdder();

  TransferListener(BookTransfer bookTransfer, JsonMapper json) {
    this.bookTransfer = bookTransfer;
    this.json = json;
  }

  @KafkaListener(topics = "#{@task.topic()}")
  void on(ConsumerRecord<String, byte[]> record) {
    if (header(record, "ce_type").equals(Transfer.TYPE)) {
      UUID id = UUID.fromString(header(record, "ce_id"));
      boolean acted = bookTransfer.book(id, json.readValue(record.value(), Transfer.class));
      (acted ? fresh : repeated).increment();
    } else {
      others.increment();
    }
  }

  Tally tally() {
    return new Tally(fresh.sum(), repeated.sum(), others.sum());
  }

  static String header(ConsumerRecord<String, byte[]> record, String name) {
    Header header = Objects.requireNonNull(record.headers().lastHeader(name), name);
    return new String(header.value(), UTF_8);
  }
}
