/**
 * Work that one replica does at a time: a lock with an end, whose fencing token keeps out whoever
 * held it before and does not know yet that it is over.
 */
@NullMarked
package dev.ensemble.messaging.leases;

import org.jspecify.annotations.NullMarked;
