/** The service's facts and reactions, held against the contracts that all services share. */
@NullMarked
package dev.ensemble.order.events;

import org.jspecify.annotations.NullMarked;
