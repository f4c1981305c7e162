/** What a run leaves for people: a page with a plot, and a row of results. */
@NullMarked
package dev.ensemble.chaos.report;

import org.jspecify.annotations.NullMarked;
