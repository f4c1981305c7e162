package dev.ensemble.chaos;

import dev.ensemble.chaos.system.Layout;
import dev.ensemble.chaos.system.SystemUnderTest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;

/** Whether those answer from whom everything else is to be read. */
final class Vitals {
  /** Two attempts of an idle broker that has to be found first. */
  private static final int ANSWER_WITHIN_MILLIS = 20_000;

  private final SystemUnderTest system;

  Vitals(SystemUnderTest system) {
    this.system = system;
  }

  /** Who does not answer, and why. */
  List<String> silent() {
    List<String> silent = new ArrayList<>();
    try {
      system.server().ask("SELECT 1");
    } catch (SQLException e) {
      silent.add(Layout.POSTGRES + ": " + e.getMessage());
    }
    Map<String, Object> settings =
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            system.stack().bootstrapServers(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            ANSWER_WITHIN_MILLIS,
            AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
            ANSWER_WITHIN_MILLIS / 2);
    try (Admin admin = Admin.create(settings)) {
      int there = admin.describeCluster().nodes().get().size();
      if (there < Layout.BROKERS) {
        silent.add("only %d of %d brokers".formatted(there, Layout.BROKERS));
      }
    } catch (ExecutionException e) {
      silent.add("the brokers: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      silent.add("the brokers: interrupted while they were asked");
    }
    return silent;
  }
}
