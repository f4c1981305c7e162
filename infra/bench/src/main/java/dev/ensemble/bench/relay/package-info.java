/**
 * What a relay costs and how fast it is: the same backlog out of the same PostgreSQL to the same
 * broker by each contender in turn, and how long a single commit takes to reach a consumer.
 */
@NullMarked
package dev.ensemble.bench.relay;

import org.jspecify.annotations.NullMarked;
