package dev.ensemble.relay;

import java.time.Duration;

/**
 * How often the watch does what.
 *
 * @param heartbeat something to confirm is written
 * @param look the slot is looked at, once the stream runs
 * @param examination the doctor examines the source
 * @param stallAfter how long nothing may progress
 */
record WatchPace(Duration heartbeat, Duration look, Duration examination, Duration stallAfter) {
  // Only metrics wait for it.
  static final Duration LOOK = Duration.ofSeconds(2);
  // What the doctor looks for happens by a person's hand; its queries cost a few milliseconds.
  private static final Duration EXAMINATION = Duration.ofSeconds(5);

  static WatchPace of(RelaySettings relay) {
    return new WatchPace(relay.heartbeat(), LOOK, EXAMINATION, relay.stallAfter());
  }
}
