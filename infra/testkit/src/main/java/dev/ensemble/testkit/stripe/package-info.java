/**
 * A payment provider for tests: Stripe's HTTP interface as far as this project speaks it, with
 * books of its own and everything that goes wrong on the way to it.
 */
@NullMarked
package dev.ensemble.testkit.stripe;

import org.jspecify.annotations.NullMarked;
