/**
 * Customers who play: they stock the shelves, place orders of every kind over HTTP, and watch each
 * to its end. What becomes of an order is decided by the data that it is placed with, never by
 * chance.
 */
@NullMarked
package dev.ensemble.local.players;

import org.jspecify.annotations.NullMarked;
