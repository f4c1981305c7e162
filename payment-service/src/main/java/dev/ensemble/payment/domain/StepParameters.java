package dev.ensemble.payment.domain;

import org.jspecify.annotations.Nullable;

/** The parameters of all commands; which of them there must be, the command's type says. */
public record StepParameters(@Nullable String userId, @Nullable String paymentId, Money amount) {}
