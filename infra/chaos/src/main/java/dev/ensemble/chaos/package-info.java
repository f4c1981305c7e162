/**
 * The commands that put the saga on trial: what may go wrong is made to, and what must hold is
 * checked.
 */
@NullMarked
package dev.ensemble.chaos;

import org.jspecify.annotations.NullMarked;
