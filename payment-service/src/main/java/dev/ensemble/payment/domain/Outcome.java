package dev.ensemble.payment.domain;

import java.util.List;

/** The answer to whatever happens to a payment; there is one in every state. */
public sealed interface Outcome {

  /**
   * The payment went on.
   *
   * @param facts what the others are told; at most one, since the payment's version is its sequence
   */
  record Changed(Payment payment, List<PaymentFact> facts) implements Outcome {
    public Changed {
      facts = List.copyOf(facts);
      if (facts.size() > 1) {
        throw new IllegalArgumentException("one version tells one fact: " + facts);
      }
    }

    /** The money that moves: exactly where a fact says so. */
    public List<Transfer> transfers() {
      return facts.stream()
          .flatMap(fact -> Transfer.behind(fact, payment.changedAt()).stream())
          .toList();
    }
  }

  /** The payment stays as it is, which is right for a late or repeated fact. */
  record Unchanged(String because) implements Outcome {}
}
