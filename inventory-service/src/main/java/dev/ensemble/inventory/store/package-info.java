/** All SQL of this service: what the application's doors find and save, in PostgreSQL. */
@NullMarked
package dev.ensemble.inventory.store;

import org.jspecify.annotations.NullMarked;
