package dev.ensemble.payment.domain;

/** What the payment provider has answered for good; what is in doubt is no answer. */
public sealed interface ProviderAnswer {

  /** The intent to pay is there under this name; no money has moved. */
  record Opened(String reference) implements ProviderAnswer {
    public Opened {
      if (!reference.matches("[A-Za-z0-9_]{1,255}")) {
        throw new IllegalArgumentException("an intent has no such name");
      }
    }
  }

  /**
   * No intent can be opened for this order. Apart from {@link Refused}, because it says nothing of
   * an intent that another has opened meanwhile.
   */
  record NotOpened(DeclineReason reason) implements ProviderAnswer {}

  /** The customer has paid. */
  record Succeeded() implements ProviderAnswer {}

  /** The customer has not paid and, for this order, will not. */
  record Refused(DeclineReason reason) implements ProviderAnswer {}

  /** The intent is closed: nobody can pay by it any more. */
  record Closed() implements ProviderAnswer {}

  /** What was paid is given back in full. */
  record GivenBack() implements ProviderAnswer {}
}
