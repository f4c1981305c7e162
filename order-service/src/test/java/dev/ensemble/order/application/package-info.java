/** Use cases against a real database, several at once. */
@NullMarked
package dev.ensemble.order.application;

import org.jspecify.annotations.NullMarked;
