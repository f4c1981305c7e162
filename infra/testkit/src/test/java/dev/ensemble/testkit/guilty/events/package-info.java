/** Classes that break a rule on purpose. */
@NullMarked
package dev.ensemble.testkit.guilty.events;

import org.jspecify.annotations.NullMarked;
