/** What several benchmarks use: the servers, what processes have used, and simple figures. */
@NullMarked
package dev.ensemble.bench.common;

import org.jspecify.annotations.NullMarked;
