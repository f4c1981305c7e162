/** The whole service on a real database: the harness, and what holds across its rooms. */
@NullMarked
package dev.ensemble.order;

import org.jspecify.annotations.NullMarked;
