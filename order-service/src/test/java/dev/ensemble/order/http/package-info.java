/** What clients of the order service see, good input and bad. */
@NullMarked
package dev.ensemble.order.http;

import org.jspecify.annotations.NullMarked;
