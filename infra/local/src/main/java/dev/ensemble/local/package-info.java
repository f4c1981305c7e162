/** The whole system on one machine, started, played with and checked by one command. */
@NullMarked
package dev.ensemble.local;

import org.jspecify.annotations.NullMarked;
