/**
 * The processes of a local system: PostgreSQL, a Kafka broker, the services and the relay, each
 * started, watched, started again and stopped by its process id and nothing else. Everything they
 * keep lies in one folder.
 */
@NullMarked
package dev.ensemble.local.stack;

import org.jspecify.annotations.NullMarked;
