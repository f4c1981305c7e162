/**
 * The use cases, one transaction each, and the doors to the outside that they need: orders with
 * their facts, their stories for reading, the price list. Rooms {@code http}, {@code events} and
 * {@code store} meet here and nowhere else.
 */
@NullMarked
package dev.ensemble.order.application;

import org.jspecify.annotations.NullMarked;
