package dev.ensemble.chaos.simulator;

import java.util.UUID;

/**
 * A fact in a service's outbox, and as it goes over topics.
 *
 * @param order which order of the world it is about; its key on the topic
 * @param number counts the order's facts of this source, from 0
 * @param type the name under which all services know the fact
 * @param consumers a bit per service that reacts to it
 * @param fact as the source's domain tells it
 */
record Row(
    Service source, int order, int number, long version, String type, int consumers, Object fact) {

  static Row of(Service source, int order, int number, long version, Object fact) {
    String type = Choreography.typeOf(fact);
    return new Row(source, order, number, version, type, Choreography.consumersOf(type), fact);
  }

  boolean concerns(Service consumer) {
    return (consumers & (1 << consumer.place())) != 0;
  }

  /** The event's id: one fact of one order has one, however often it is sent. */
  UUID id() {
    return new UUID(0x0199_a0de_7e00_7000L + source.place(), Naming.LOW + order * 64L + number);
  }

  @Override
  public int hashCode() {
    return ((source.place() * 64 + order) * 64 + number) * 31 + fact.hashCode();
  }

  @Override
  public String toString() {
    return type + " (" + source.topic() + " " + number + ")";
  }
}
