/** What happened in a run, written as it happens, one JSON object a line; and read again. */
@NullMarked
package dev.ensemble.chaos.history;

import org.jspecify.annotations.NullMarked;
