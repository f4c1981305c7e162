/** Payment's tables in PostgreSQL, and all SQL that reads or writes them. */
@NullMarked
package dev.ensemble.payment.store;

import org.jspecify.annotations.NullMarked;
