/** All SQL of the order service; the tables are explained in {@code db/migration}. */
@NullMarked
package dev.ensemble.order.store;

import org.jspecify.annotations.NullMarked;
