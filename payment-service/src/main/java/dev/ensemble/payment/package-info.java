/**
 * Payment: customers' accounts, a double-entry ledger over them, and one payment per order. It
 * charges when stock is reserved and gives back when the goods will not go out.
 */
@NullMarked
package dev.ensemble.payment;

import org.jspecify.annotations.NullMarked;
