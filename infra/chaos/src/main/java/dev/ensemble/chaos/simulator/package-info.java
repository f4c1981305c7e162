/**
 * The services' own use cases and domains over databases, relays, topics and inboxes that are
 * values in memory: every interleaving of one order, and thousands of orders at random. One thread,
 * no clock and no input but a seed, so that what was found is found again.
 */
@NullMarked
package dev.ensemble.chaos.simulator;

import org.jspecify.annotations.NullMarked;
