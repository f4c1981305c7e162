package dev.ensemble.http;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnreachableDatabaseTest extends ServerTest {

  @ParameterizedTest
  @ValueSource(strings = {"/vault", "/vault/transaction"})
  void a_database_out_of_reach_is_said_and_a_time_to_come_again(String path) throws Exception {
    DatabaseOutagesTest.assertUnavailable(get(path));
  }
}
