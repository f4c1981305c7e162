package dev.ensemble.payment.http;

import java.math.BigDecimal;
import java.util.UUID;

/** A deposit that was made, and the balance that it made. */
record DepositView(UUID depositId, String accountId, BigDecimal amount, BigDecimal balance) {}
