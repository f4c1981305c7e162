package dev.ensemble.bench.http;

import dev.ensemble.local.stack.Refusal;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.HdrHistogram.Histogram;

/**
 * Clients in a closed loop: each sends its next order when the last is answered, so that what is
 * measured is how much the service can do, and latencies are those of a service that is full.
 */
final class Load implements AutoCloseable {
  /** Far above what a full service takes; an answer that takes longer is a fault. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(20);

  private static final int SIGNIFICANT_DIGITS = 3;

  private final URI service;
  private final String body;
  private final int clients;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).executor(threads).build();

  /** What a client saw. */
  private record Seen(long orders, Histogram latencies) {}

  Load(URI service, String body, int clients) {
    this.service = service;
    this.body = body;
    this.clients = clients;
  }

  /**
   * Sends orders for so long.
   *
   * @throws Refusal where one is not acknowledged: then it is not known what was measured
   */
  Measured run(Contender contender, Duration length, OrderSystem system)
      throws InterruptedException {
    long end = System.nanoTime() + length.toNanos();
    Callable<Seen> client = () -> orderUntil(end, contender);
    List<Future<Seen>> running = new ArrayList<>();
    CpuTime before = system.cpuTime();
    long start = System.nanoTime();
    for (int i = 0; i < clients; i++) {
      running.add(threads.submit(client));
    }
    Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    long orders = 0;
    for (Future<Seen> one : running) {
      Seen seen = await(one);
      orders += seen.orders();
      latencies.add(seen.latencies());
    }
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    return new Measured(orders, took, latencies, system.cpuTime().since(before));
  }

  private static Seen await(Future<Seen> one) throws InterruptedException {
    try {
      return one.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof Refusal refusal) {
        throw refusal;
      }
      throw new Refusal("the service is not reached: " + e.getCause(), e);
    }
  }

  private Seen orderUntil(long end, Contender contender) throws IOException, InterruptedException {
    Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
    long orders = 0;
    while (System.nanoTime() < end) {
      HttpRequest request =
          contender
              .next(service)
              .timeout(ANSWER_WITHIN)
              .POST(BodyPublishers.ofString(body))
              .build();
      long sent = System.nanoTime();
      HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
      latencies.recordValue((System.nanoTime() - sent) / 1000);
      if (answer.statusCode() != 201) {
        throw new Refusal(
            "an order was answered %d: %s".formatted(answer.statusCode(), answer.body()));
      }
      orders++;
    }
    return new Seen(orders, latencies);
  }

  @Override
  public void close() {
    http.shutdownNow();
    threads.shutdownNow();
  }
}
