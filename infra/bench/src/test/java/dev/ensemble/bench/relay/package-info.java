/** The relay's benchmark, tried: what it counts, and what it makes of that. */
@NullMarked
package dev.ensemble.bench.relay;

import org.jspecify.annotations.NullMarked;
