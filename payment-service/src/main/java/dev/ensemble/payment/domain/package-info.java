/**
 * What a payment is and may become, and what a transfer of money is: plain values and functions,
 * with no clock, no database and no framework.
 */
@NullMarked
package dev.ensemble.payment.domain;

import org.jspecify.annotations.NullMarked;
