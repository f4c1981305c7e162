/** The faults themselves: whether they are what they say. */
@NullMarked
package dev.ensemble.testkit.faults;

import org.jspecify.annotations.NullMarked;
