/**
 * What must be true over all databases and topics whenever nothing moves, checked from outside:
 * with a role that only reads, and a consumer of no group. Nothing of a service's code is used.
 */
@NullMarked
package dev.ensemble.local.invariants;

import org.jspecify.annotations.NullMarked;
