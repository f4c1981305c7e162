/**
 * Drills for a consumer: its records delivered as a bad day delivers them, and its effects counted
 * afterwards.
 */
@NullMarked
package dev.ensemble.testkit.inbox;

import org.jspecify.annotations.NullMarked;
