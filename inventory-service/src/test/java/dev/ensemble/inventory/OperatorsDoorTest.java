package dev.ensemble.inventory;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Value;

/** What an operator sends to the management port is read as the library's README writes it. */
class OperatorsDoorTest extends ServiceTest {

  @Value("${local.management.port}")
  private int managementPort;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redrive | {\"number\":17,\"dryRun\":true,\"by\":\"ada\",\"reason\":\"ticket 4711\"} | 200",
        "redrive | {\"all\":true,\"dryRun\":false,\"limit\":5,\"by\":\"ada\",\"reason\":\"x\"} | 200",
        "discard | {\"number\":17,\"dryRun\":true,\"by\":\"ada\",\"reason\":\"x\"} | 200",
        "park | {\"id\":\"019a0237-7af7-72d9-a536-3e9e356985b7\",\"waitSeconds\":0,\"by\":\"ada\",\"reason\":\"x\"} | 202",
        "redrive | {\"number\":17,\"dryRun\":\"perhaps\",\"by\":\"ada\",\"reason\":\"x\"} | 400",
        "redrive | {\"number\":17,\"number\":18,\"dryRun\":true,\"by\":\"ada\",\"reason\":\"x\"} | 400",
      })
  void numbers_and_truth_values_are_written_as_such(String door, String body, int status)
      throws Exception {
    URI url = URI.create("http://127.0.0.1:%d/actuator/%s".formatted(managementPort, door));
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer =
          http.send(
              HttpRequest.newBuilder(url)
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build(),
              BodyHandlers.ofString());

      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }
  }
}
