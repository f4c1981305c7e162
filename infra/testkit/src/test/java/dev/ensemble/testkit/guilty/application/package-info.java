/** Classes that break a rule on purpose. */
@NullMarked
package dev.ensemble.testkit.guilty.application;

import org.jspecify.annotations.NullMarked;
