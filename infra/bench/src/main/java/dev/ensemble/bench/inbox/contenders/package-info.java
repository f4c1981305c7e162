/**
 * What is compared. Each runs in a JVM of its own, which is told over its standard input what to
 * consume, so that it stays warm between measurements.
 */
@NullMarked
package dev.ensemble.bench.inbox.contenders;

import org.jspecify.annotations.NullMarked;
