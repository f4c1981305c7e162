package dev.ensemble.payment.application;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What one transfer did to a customer's account.
 *
 * @param number grows with each line of an account
 * @param signedCents above zero: the customer got it; below: the customer paid it
 * @param orderId the order that was charged or refunded, null where none was: a deposit, a saga's
 *     step
 */
public record StatementLine(
    long number,
    UUID transferId,
    String kind,
    @Nullable UUID orderId,
    long signedCents,
    Instant postedAt) {}
