/** Tests of the checks themselves: each of them can fail. */
@NullMarked
package dev.ensemble.testkit.openapi;

import org.jspecify.annotations.NullMarked;
