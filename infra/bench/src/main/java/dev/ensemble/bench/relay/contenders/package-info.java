/**
 * The contenders that are ours and nothing but measures: each a main of its own, as small as the
 * job lets it be.
 */
@NullMarked
package dev.ensemble.bench.relay.contenders;

import org.jspecify.annotations.NullMarked;
