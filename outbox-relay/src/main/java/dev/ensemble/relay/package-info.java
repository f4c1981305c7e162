/**
 * The relay reads outbox rows from PostgreSQL's write-ahead log and publishes them to Kafka, in
 * commit order, at least once. The replication slot is its only position, and the first failure
 * ends the process.
 */
@NullMarked
package dev.ensemble.relay;

import org.jspecify.annotations.NullMarked;
