/** The commands that put the running system on trial, and judge it. */
@NullMarked
package dev.ensemble.chaos;

import org.jspecify.annotations.NullMarked;
