/** The order's behaviour without a framework: fixtures, every situation, every interleaving. */
@NullMarked
package dev.ensemble.order.domain;

import org.jspecify.annotations.NullMarked;
