/**
 * Faults on purpose, each as seen from outside: a network that delays, swallows, cuts or refuses,
 * and processes that are frozen or end. Nothing in what is tested knows of this.
 */
@NullMarked
package dev.ensemble.testkit.faults;

import org.jspecify.annotations.NullMarked;
