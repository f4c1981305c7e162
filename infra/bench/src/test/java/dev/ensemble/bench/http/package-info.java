/** The benchmark, tried: what it measures, and what it makes of it. */
@NullMarked
package dev.ensemble.bench.http;

import org.jspecify.annotations.NullMarked;
