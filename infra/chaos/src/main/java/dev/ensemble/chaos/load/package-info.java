/** Customers who call and retry, and whoever looks at the system from outside meanwhile. */
@NullMarked
package dev.ensemble.chaos.load;

import org.jspecify.annotations.NullMarked;
