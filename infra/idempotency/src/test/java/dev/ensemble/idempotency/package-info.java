/** Calls with keys, against a real server over a real PostgreSQL. */
@NullMarked
package dev.ensemble.idempotency;

import org.jspecify.annotations.NullMarked;
