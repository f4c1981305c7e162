/**
 * The transactional outbox and inbox: a service writes its facts beside its state, and reacts to
 * the facts of others exactly once in effect. The tables live in the schema {@code messaging}.
 */
@NullMarked
package dev.ensemble.messaging;

import org.jspecify.annotations.NullMarked;
