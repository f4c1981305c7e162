/**
 * What goes wrong, when and for how long: a schedule that a seed repeats, and who carries it out.
 */
@NullMarked
package dev.ensemble.chaos.fault;

import org.jspecify.annotations.NullMarked;
