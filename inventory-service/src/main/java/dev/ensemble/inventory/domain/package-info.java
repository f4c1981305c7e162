/**
 * The rules of stock and shipments, as values: a transition takes what is true and returns what
 * becomes true. No framework, no clock and no database is known here.
 */
@NullMarked
package dev.ensemble.inventory.domain;

import org.jspecify.annotations.NullMarked;
