/** What an {@code Idempotency-Key} costs: the same orders over HTTP with it and without it. */
@NullMarked
package dev.ensemble.bench.http;

import org.jspecify.annotations.NullMarked;
