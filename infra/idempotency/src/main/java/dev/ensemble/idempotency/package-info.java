/**
 * Calls that are safe to retry: a client's key, the change and the answer commit in one
 * transaction, and whoever comes again with the key reads the same answer. {@code Once} is the core
 * that knows no transport, {@code Idempotency} its HTTP door.
 */
@NullMarked
package dev.ensemble.idempotency;

import org.jspecify.annotations.NullMarked;
