package dev.ensemble.messaging;

/**
 * One event of a set, as a reaction to many gets it.
 *
 * @param received what is to be known of the event; a fact that it leads to names it ({@link
 *     Outgoing#causedBy})
 * @param fact what the event says
 */
public record Arrived<T>(Received received, T fact) {}
