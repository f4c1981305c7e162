/** The inventory service. */
@NullMarked
package dev.ensemble.inventory;

import org.jspecify.annotations.NullMarked;
