/** Stock and shipments over HTTP: reads requests, asks the application, and shows answers. */
@NullMarked
package dev.ensemble.inventory.http;

import org.jspecify.annotations.NullMarked;
