/**
 * Payment as a line protocol: one JSON message a line in, one a line out, over the same use case as
 * HTTP. Beside it stands the database that such a process brings along where none is configured.
 */
@NullMarked
package dev.ensemble.payment.stdio;

import org.jspecify.annotations.NullMarked;
