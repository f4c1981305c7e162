/**
 * Payment's use cases, one transaction each, and the doors behind which its tables lie. Every path
 * locks in one order: orders by id, then accounts by name.
 */
@NullMarked
package dev.ensemble.payment.application;

import org.jspecify.annotations.NullMarked;
