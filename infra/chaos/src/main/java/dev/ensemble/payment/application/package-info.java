/** The way for the simulator to make the use cases without the framework that makes them else. */
@NullMarked
package dev.ensemble.payment.application;

import org.jspecify.annotations.NullMarked;
