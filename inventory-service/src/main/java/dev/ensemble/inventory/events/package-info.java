/**
 * The service's place in the choreography: which fact of others leads to which use case, read as
 * trimmed records, and how its own facts look on the wire.
 */
@NullMarked
package dev.ensemble.inventory.events;

import org.jspecify.annotations.NullMarked;
