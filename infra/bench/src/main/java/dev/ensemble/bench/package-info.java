/**
 * Measures what things cost, each beside what it is compared with, in one run and in alternation.
 * It starts what it measures and stops it again.
 */
@NullMarked
package dev.ensemble.bench;

import org.jspecify.annotations.NullMarked;
