package dev.ensemble.messaging;

import java.util.UUID;

/**
 * What a use case may need to know of the event that it acts on, beside what the event says.
 *
 * @param id {@code ce_id}, the same at every redelivery: whoever needs a key that a retry repeats,
 *     for a system that keeps keys of its own, derives it from this
 */
public record Received(UUID id) {}
