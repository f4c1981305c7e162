/** Runs TLC on the models of the protocol, and says what it found. */
@NullMarked
package dev.ensemble.protocol;

import org.jspecify.annotations.NullMarked;
