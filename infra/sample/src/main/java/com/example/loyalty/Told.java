package com.example.loyalty;

import java.util.UUID;

/** What this service tells; the names of fields are the contract. */
sealed interface Told {

  record PointsEarned(String customerId, UUID orderId, long points, long balance) implements Told {}

  record PointsWithdrawn(String customerId, UUID orderId, long points, long balance)
      implements Told {}
}
