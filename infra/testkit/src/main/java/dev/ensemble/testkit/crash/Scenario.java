package dev.ensemble.testkit.crash;

/** A call that changes something, and what is true of it however often it is sent. */
public interface Scenario {

  /**
   * Makes ready what the call needs, and gives the call: each time another one, with its own key.
   */
  Call prepare(Client client);

  /** Looks at what the service and its tables say in the end. */
  void check(Attempt attempt);
}
