/** Payment over HTTP: accounts, deposits, statements, and what became of an order's payment. */
@NullMarked
package dev.ensemble.payment.http;

import org.jspecify.annotations.NullMarked;
