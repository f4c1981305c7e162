/** What a benchmark adds to the order service's HTTP: the same call without its key. */
@NullMarked
package dev.ensemble.order.http;

import org.jspecify.annotations.NullMarked;
