package dev.ensemble.payment.domain;

import java.util.UUID;

/**
 * That the goods of an order will not go out.
 *
 * @param eventId the event that said so; the refund's key at the provider is derived from it
 */
public record Withdrawn(Withdrawal why, UUID eventId) {}
