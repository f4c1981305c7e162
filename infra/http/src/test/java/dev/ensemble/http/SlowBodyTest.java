package dev.ensemble.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.test.context.TestPropertySource;

@TestPropertySource(
    properties = {"server.tomcat.connection-timeout=300ms", "ensemble.http.drain-time-max=100ms"})
class SlowBodyTest extends ServerTest {

  @Test
  void a_body_that_stops_halfway_is_timed_out() throws Exception {
    try (Wire wire = wire()) {
      wire.send(BodyLimitTest.head("/anything", "Content-Length: 100") + "[1,");

      assertThat(wire.answer().statusAndProblem()).isEqualTo("408 body-too-slow");
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_body_that_nobody_reads_is_not_waited_for() throws Exception {
    try (Wire wire = wire()) {
      wire.send(BodyLimitTest.head("/deaf", "Content-Length: 100") + "[1,");

      assertThat(wire.answer().status()).isEqualTo(200);
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }

  @Test
  void a_large_body_that_stops_halfway_is_answered_and_cut_off() throws Exception {
    try (Wire wire = wire()) {
      wire.send(BodyLimitTest.head("/anything", "Content-Length: 100000") + "[1,");

      assertThat(wire.answer().statusAndProblem()).isEqualTo("413 body-too-large");
      assertThat(wire.isClosedByServer()).isTrue();
    }
  }
}
