package dev.ensemble.chaos.simulator;

/** What must hold: in every state, or where nothing is left to do. */
enum Invariant {
  ONE_EFFECT("a consumer acts on an event once"),
  EFFECTS_IN_ORDER("a consumer acts on one key's events of a topic in their order"),
  TOPIC_IN_ORDER("per key, first occurrences are on the topic in the order of their commits"),
  TOLD_WITH_THE_CHANGE("a change and the fact that tells of it are committed together"),
  ENDS_STAY("an order that has ended stays as it has ended"),
  ONE_ENDING("dispatched excludes refunded and cancelled"),
  MONEY("money is charged once, given back once at most, never overdrawn, and adds up"),
  PIECES("pieces on the shelf and pieces gone add up, and none is held twice"),
  NOTHING_LOST("every row is on its topic, and every consumer has acted on what concerns it"),
  EVERY_ORDER_ENDS("every order ends"),
  SERVICES_AGREE("the three services tell one ending of an order"),
  NOTHING_HELD("nothing is held where no order is open"),
  NO_FAILURE("nothing throws");

  private final String title;

  Invariant(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }
}
