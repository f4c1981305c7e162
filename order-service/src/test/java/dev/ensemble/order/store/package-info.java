/** The tables themselves: what they refuse, and what the service's role may not do. */
@NullMarked
package dev.ensemble.order.store;

import org.jspecify.annotations.NullMarked;
