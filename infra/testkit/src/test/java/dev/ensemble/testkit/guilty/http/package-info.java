/** Classes that break a rule on purpose. */
@NullMarked
package dev.ensemble.testkit.guilty.http;

import org.jspecify.annotations.NullMarked;
