package com.example.loyalty;

import java.math.BigDecimal;
import java.util.UUID;

/** What this service reads of others' facts: the fields that it needs and no more. */
sealed interface Heard {

  String customerId();

  record PaymentCharged(UUID orderId, String customerId, BigDecimal amount) implements Heard {}

  record PaymentRefunded(UUID orderId, String customerId) implements Heard {}
}
