/**
 * What an inbox costs: the same events to the same handler, by this inbox, by a listener with a
 * transaction for each record, and by a loop that remembers nothing.
 */
@NullMarked
package dev.ensemble.bench.inbox;

import org.jspecify.annotations.NullMarked;
