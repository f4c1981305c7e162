/**
 * What tests stand on: a real PostgreSQL and a real Kafka broker, embedded or in containers, facts
 * as an outside producer would send them, a clock that obeys, and the rules of the code as tests.
 */
@NullMarked
package dev.ensemble.testkit;

import org.jspecify.annotations.NullMarked;
