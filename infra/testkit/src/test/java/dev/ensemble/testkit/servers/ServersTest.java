package dev.ensemble.testkit.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.testcontainers.containers.ContainerFetchException;
import org.testcontainers.containers.ContainerLaunchException;

class ServersTest {

  private record Known(boolean answers, boolean hasImage) implements Engine {
    @Override
    public boolean has(String image) {
      return answers && hasImage;
    }
  }

  @ParameterizedTest
  @CsvSource({
    ", true, true, container",
    "auto, true, true, container",
    "auto, true, false, embedded",
    "auto, false, false, embedded",
    "embedded, true, true, embedded",
    "containers, true, true, container",
    "containers, true, false, container",
    "' ', false, false, embedded"
  })
  void containers_are_taken_where_an_engine_has_them_and_one_property_forces_either(
      String property, boolean answers, boolean hasImage, String taken) {
    assertThat(
            Servers.of(property)
                .start("it", new Known(answers, hasImage), () -> "embedded", () -> "container"))
        .isEqualTo(taken);
  }

  @Test
  void who_insists_on_containers_hears_that_there_is_no_engine() {
    assertThatThrownBy(
            () ->
                Servers.CONTAINERS.start(
                    "it", new Known(false, false), () -> "embedded", () -> "container"))
        .hasMessage(
            "ensemble.test.servers=containers, and no Docker engine answers on this machine");
  }

  @Test
  void a_container_that_does_not_start_is_no_reason_to_fail_unless_somebody_insists() {
    Engine engine = new Known(true, true);
    for (RuntimeException failure :
        List.of(new ContainerFetchException("gone"), new ContainerLaunchException("port taken"))) {
      Supplier<String> none =
          () -> {
            throw failure;
          };
      assertThat(Servers.AUTO.start("it", engine, () -> "embedded", none)).isEqualTo("embedded");
      assertThatThrownBy(() -> Servers.CONTAINERS.start("it", engine, () -> "embedded", none))
          .isSameAs(failure);
    }
  }

  @Test
  void another_word_is_refused_with_those_that_there_are() {
    assertThatThrownBy(() -> Servers.of("docker"))
        .hasMessage("ensemble.test.servers is 'docker': it may be auto, embedded or containers");
  }
}
