package dev.ensemble.relay;

/**
 * How far the relay has published, as it keeps it with its records. It must be kept before the slot
 * is moved, by heartbeats too, or a slot that the relay itself moved looks like one that somebody
 * else did.
 *
 * @param system the server's system identifier
 * @param lsn in bytes from the WAL's beginning
 */
record PublishedPosition(String system, long lsn) {}
