/**
 * What an order is and how it moves: values, facts and one immutable aggregate, in pure Java. Ids
 * and times come in from outside, and every question has an answer; nothing here throws for a fact
 * that comes late or twice.
 */
@NullMarked
package dev.ensemble.order.domain;

import org.jspecify.annotations.NullMarked;
