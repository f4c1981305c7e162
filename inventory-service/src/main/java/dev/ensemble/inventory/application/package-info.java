/**
 * The use cases, one transaction each, and the doors through which they find and save what they
 * decide on. What a use case answers is a value; exceptions are for bugs and outages.
 */
@NullMarked
package dev.ensemble.inventory.application;

import org.jspecify.annotations.NullMarked;
