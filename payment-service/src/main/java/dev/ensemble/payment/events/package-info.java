/** Payment's part of the choreography: which facts it hears, what follows, and what it tells. */
@NullMarked
package dev.ensemble.payment.events;

import org.jspecify.annotations.NullMarked;
