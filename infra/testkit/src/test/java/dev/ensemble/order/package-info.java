/** Stands for another service's package. */
@NullMarked
package dev.ensemble.order;

import org.jspecify.annotations.NullMarked;
