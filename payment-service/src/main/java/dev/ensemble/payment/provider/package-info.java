/** The payment provider behind its port; the only room that knows the provider's SDK. */
@NullMarked
package dev.ensemble.payment.provider;

import org.jspecify.annotations.NullMarked;
