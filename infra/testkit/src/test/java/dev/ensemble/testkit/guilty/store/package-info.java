/** Classes that break a rule on purpose. */
@NullMarked
package dev.ensemble.testkit.guilty.store;

import org.jspecify.annotations.NullMarked;
