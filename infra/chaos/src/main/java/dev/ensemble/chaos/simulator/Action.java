package dev.ensemble.chaos.simulator;

/** What can happen next. */
enum Action {
  /** The customer orders; without an answer, once more with the same key. */
  PLACE,
  /** The customer asks for the order's end. */
  CANCEL,
  /** The order's deadline passes. */
  DEADLINE,
  /** The warehouse sends the parcel. */
  DISPATCH,
  /** The warehouse's call for a parcel that was on its list, whatever has become of it since. */
  DISPATCH_LATE,
  /** Somebody finds that a SKU cannot be shipped. */
  SPOIL,
  /** The account's bank has taken its time. */
  CHARGE_DUE,
  /** A worker asks the payment provider. */
  ASK,
  /** That worker records what the provider has answered. */
  RECORD,
  /** That worker's process ends with the answer in its hands. */
  FORGET,
  /** A relay publishes its next row. */
  SEND,
  /** A relay's process ends after it has sent rows and before they are marked. */
  RELAY_CRASH,
  /** A consumer takes its next record. */
  DELIVER,
  /** As that, but the event fails for a reason of its own, and is parked with its key. */
  POISON,
  /** A consumer gets a record again that it has gone past. */
  REDELIVER,
  /** A consumer's group is set back to the beginning of a topic, for all keys. */
  REPLAY,
  /** The reason has been mended: a consumer acts on its key's first parked event. */
  REDRIVE
}
