/** The PostgreSQL and the Kafka that tests run on: beside the test's JVM, or in containers. */
@NullMarked
package dev.ensemble.testkit.servers;

import org.jspecify.annotations.NullMarked;
