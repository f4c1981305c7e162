/** The system under test: real processes, several of each, and a network between any two. */
@NullMarked
package dev.ensemble.chaos.system;

import org.jspecify.annotations.NullMarked;
