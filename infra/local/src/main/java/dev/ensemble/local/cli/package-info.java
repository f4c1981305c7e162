/** The command line: options, what is printed, and the code that it ends with. */
@NullMarked
package dev.ensemble.local.cli;

import org.jspecify.annotations.NullMarked;
