package dev.ensemble.chaos.simulator;

/** What must have happened in a run at random, or the run proves nothing. */
enum Sometimes {
  DUPLICATE_DROPPED("the inbox dropped an event that came again"),
  ROLLED_BACK("a process ended before its commit"),
  CRASH_BEFORE_OFFSET("a consumer ended between the database's commit and its offset's"),
  CALL_REPEATED("a caller who got no answer asked once more"),
  RELAY_REPEATED("a relay ended before it had marked what it sent"),
  TOPIC_REPLAYED("a consumer's group was set back to the beginning of a topic"),
  PARKED("an event was parked with its key"),
  PARKED_BEHIND("an event was parked behind another of its key"),
  REDRIVEN("a parked event was redriven"),
  COMPENSATION_FIRST("a release overtook the charge: goods were free before they were paid"),
  CHARGE_AFTER_END("a cancelled order heard of its charge"),
  CANCELLED_IN_TIME("a cancellation stopped a parcel"),
  CANCELLED_TOO_LATE("a cancellation found the parcel gone"),
  DISPATCHED_TOO_LATE("the warehouse called for the parcel of an order that had ended"),
  DEADLINE_WON("a deadline ended an order"),
  DEADLINE_LOST("a deadline came too late"),
  ANSWER_FORGOTTEN("a worker ended between the provider's answer and its recording"),
  WITHDRAWN_MEANWHILE("goods were withdrawn while the provider was asked"),
  STOCK_SHORT("stock was short"),
  MONEY_SHORT("money was short"),
  SPOILED("a parcel could not be shipped");

  private final String title;

  Sometimes(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
