/**
 * The service's HTTP side: requests are checked here, so that what goes further is well-formed, and
 * orders are shown as people and programs read them.
 */
@NullMarked
package dev.ensemble.order.http;

import org.jspecify.annotations.NullMarked;
