/**
 * A wrong clock inside a program: an agent that turns the program's questions for the time to a
 * clock of ours. Nothing here needs more than the JDK, because it runs inside of the programs.
 */
@NullMarked
package dev.ensemble.chaos.clock;

import org.jspecify.annotations.NullMarked;
