/**
 * What no decent client sends, as one table: keys, bodies and framing, each with the answer that
 * the documentation promises. A service brings its calls; the driver sends each of them over a bare
 * socket, because a library would refuse to.
 */
@NullMarked
package dev.ensemble.testkit.hostile;

import org.jspecify.annotations.NullMarked;
