/** The models, run. */
@NullMarked
package dev.ensemble.protocol;

import org.jspecify.annotations.NullMarked;
