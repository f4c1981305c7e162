/** What the simulator finds, and that it finds what is there to be found. */
@NullMarked
package dev.ensemble.chaos.simulator;

import org.jspecify.annotations.NullMarked;
