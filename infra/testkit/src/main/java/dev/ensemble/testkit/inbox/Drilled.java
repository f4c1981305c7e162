package dev.ensemble.testkit.inbox;

/**
 * What a drill did.
 *
 * @param batches how many batches there were, each taken in the end
 * @param deliveries how often a batch was handed over
 * @param failures how often the failure point was reached, and something failed there
 */
public record Drilled(int batches, int deliveries, int failures) {}
