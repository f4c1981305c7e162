/** Decides from the history, the databases and the topics alone whether all was as promised. */
@NullMarked
package dev.ensemble.chaos.check;

import org.jspecify.annotations.NullMarked;
