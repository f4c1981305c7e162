/** What several benchmarks use, tried. */
@NullMarked
package dev.ensemble.bench.common;

import org.jspecify.annotations.NullMarked;
