package dev.ensemble.idempotency;

/**
 * A request that may come more than once. A controller's method takes it as an argument, and has it
 * only where the client sent a well-formed {@code Idempotency-Key}.
 *
 * @param client who calls, as {@link Clients} says
 * @param operation method and route: {@code POST /orders/{id}/cancellation}
 * @param path as it was asked for: {@code /orders/7/cancellation}
 * @param query as it was asked for, empty where there is none
 * @param key the client's name for this call, without quotes
 */
public record IdempotentRequest(
    String client, String operation, String path, String query, String key) {}
