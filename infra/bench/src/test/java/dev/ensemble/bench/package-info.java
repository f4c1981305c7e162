/** What the command tells of itself. */
@NullMarked
package dev.ensemble.bench;

import org.jspecify.annotations.NullMarked;
