/**
 * The front of the saga: customers place, watch and cancel orders here, over HTTP. What happens to
 * an order in between, other services tell as facts; this one only ever asks by facts, too.
 */
@NullMarked
package dev.ensemble.order;

import org.jspecify.annotations.NullMarked;
