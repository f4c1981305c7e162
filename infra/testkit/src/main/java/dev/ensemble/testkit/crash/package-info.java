/**
 * A service killed between any two statements of a call: its packaged process behind a tap on its
 * connections to PostgreSQL, and the drill that kills it at each statement and sends the call
 * again. The process is the one that runs in earnest; nothing in it knows of this.
 */
@NullMarked
package dev.ensemble.testkit.crash;

import org.jspecify.annotations.NullMarked;
