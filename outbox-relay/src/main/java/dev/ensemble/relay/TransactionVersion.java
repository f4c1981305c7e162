package dev.ensemble.relay;

import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.common.KafkaException;

/** The version of the protocol of transactions that the cluster speaks, its own feature. */
final class TransactionVersion {
  private static final String FEATURE = "transaction.version";
  // The second part of KIP-890; brokers of 4.0, unless their features were left behind.
  private static final int REFUSES_GAPS = 2;

  private TransactionVersion() {}

  /**
   * Whether a broker takes no batch but the first from a transaction that it knows nothing of. One
   * that takes any lets the second batch overtake the first where it refused that for a moment, and
   * the first is out of sequence until the transaction times out.
   */
  static boolean refusesGaps(KafkaSettings kafka) throws InterruptedException {
    try (Admin admin = Admin.create(kafka.admin())) {
      FinalizedVersionRange version =
          admin.describeFeatures().featureMetadata().get().finalizedFeatures().get(FEATURE);
      return version != null && version.maxVersionLevel() >= REFUSES_GAPS;
    } catch (ExecutionException e) {
      throw RelayFailure.ofKafka("The brokers' features could not be asked for", e.getCause());
    } catch (KafkaException e) {
      throw RelayFailure.ofKafka("Kafka's client could not be made", e);
    }
  }
}
