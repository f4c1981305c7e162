package dev.ensemble.order.domain;

import java.time.Instant;

/** One step on an order's way, for people to read: the status reached, the fact that led to it. */
public record Step(Status status, String because, Instant at) {}
