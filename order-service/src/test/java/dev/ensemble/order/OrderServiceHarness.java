package dev.ensemble.order;

import dev.ensemble.messaging.Inbox;
import dev.ensemble.testkit.SettableClock;
import dev.ensemble.testkit.TestDatabase;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.annotation.Import;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/**
 * The service as it runs, on a database of its own; only the clock is the test's, and workers and
 * inbox are stepped. All tests share one service, so each works on orders of its own.
 */
@SpringBootTest(webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@Import(TestTime.class)
public abstract class OrderServiceHarness {
  protected static final TestDatabase DATABASE = TestDatabase.create("order");
  protected static final Tables TABLES = new Tables(DATABASE);
  protected static final Together TOGETHER = new Together(DATABASE.superuser());

  @Autowired protected SettableClock clock;
  @Autowired protected Inbox inbox;

  @LocalServerPort private int port;

  @DynamicPropertySource
  static void useTheTestsDatabase(DynamicPropertyRegistry settings) {
    DATABASE.springProperties().forEach((name, value) -> settings.add(name, () -> value));
  }

  protected int port() {
    return port;
  }

  protected OrderApi api() {
    return new OrderApi(port);
  }

  protected Post post() {
    return new Post(inbox);
  }
}
