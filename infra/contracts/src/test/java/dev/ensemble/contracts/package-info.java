/** The contracts, checked against each other. */
@NullMarked
package dev.ensemble.contracts;

import org.jspecify.annotations.NullMarked;
