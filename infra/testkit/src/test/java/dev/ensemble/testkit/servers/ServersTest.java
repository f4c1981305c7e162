package dev.ensemble.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.ContainerFetchException;

class ServersTest {

  @ParameterizedTest
  @CsvSource({
    ", true, container", //
    "auto, true, container",
    "auto, false, embedded",
    "embedded, true, embedded",
    "containers, true, container",
    "' ', false, embedded"
  })
  void containers_are_taken_where_an_engine_answers_and_one_property_forces_either(
      String property, boolean engine, String taken) {
    assertThat(Servers.of(property).start("it", () -> engine, () -> "embedded", () -> "container"))
        .isEqualTo(taken);
  }

  @Test
  void who_insists_on_containers_hears_that_there_is_no_engine() {
    assertThatThrownBy(
            () -> Servers.CONTAINERS.start("it", () -> false, () -> "embedded", () -> "container"))
        .hasMessage(
            "ensemble.test.servers=containers, and no Docker engine answers on this machine");
  }

  @Test
  void an_image_that_cannot_be_had_is_no_reason_to_fail_unless_somebody_insists() {
    Supplier<String> none =
        () -> {
          throw new ContainerFetchException("no such image");
        };

    assertThat(Servers.AUTO.start("it", () -> true, () -> "embedded", none)).isEqualTo("embedded");
    assertThatThrownBy(() -> Servers.CONTAINERS.start("it", () -> true, () -> "embedded", none))
        .isInstanceOf(ContainerFetchException.class);
  }

  @Test
  void another_word_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> Servers.of("docker"))
        .hasMessage("ensemble.test.servers is 'docker': it may be auto, embedded or containers");
  }
}
