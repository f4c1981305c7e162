package dev.ensemble.messaging;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;

/** What an inbox is made of, over one connection that is let on step by step. */
final class Parts {
  final JdbcTemplate jdbc;
  final ProcessedEventsTable processed;
  final InboxTransaction transaction;
  final FactTransaction facts;
  final Reactions<Shop.Counted> reactions;

  Parts(Shop shop, Stepped stepped) {
    jdbc = new JdbcTemplate(stepped.database());
    processed = new ProcessedEventsTable(jdbc);
    transaction =
        new InboxTransaction(
            processed, InboxLimits.DEFAULT, new DataSourceTransactionManager(stepped.database()));
    Parking parking =
        new Parking(
            new ParkingTable(jdbc),
            processed,
            new ParkingLimits(1_000, 1_000, Long.MAX_VALUE),
            ParkingFacts.NOT_TOLD);
    facts = new FactTransaction(transaction, processed, parking, new Cause.OfThread());
    reactions =
        Reactions.<Shop.Counted>of("shop")
            .from(Shop.TOPIC)
            .on(
                Shop.COUNTED,
                Shop.Counted.class,
                one ->
                    jdbc.update(
                        "INSERT INTO shop.effects (key, amount) VALUES (?, ?)",
                        one.orderId(),
                        one.amount()))
            .build();
  }

  Intake<Shop.Counted> intake(Shop shop) {
    return new Intake<>(
        reactions,
        shop.bean(FactJson.class),
        facts,
        shop.bean(RememberedDays.class),
        shop.bean(Outages.class));
  }
}
