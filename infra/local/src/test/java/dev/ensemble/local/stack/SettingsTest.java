package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A service that waits for another slot than its relay's keeps its outbox for ever. */
class SettingsTest {
  private static final Path HOUSE = Path.of("..", "..");

  @TempDir Path temporary;

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RELAY")
  void a_service_waits_for_the_slot_that_its_relay_reads(Program service) throws IOException {
    Settings settings = new Settings(new Ports(0), secrets(), Cluster.NONE);
    String slot = settings.of(Program.RELAY, 1).get("RELAY_SOURCES_" + service.name() + "_SLOT");

    assertThat(slot).isEqualTo("outbox_" + service.shortName());
    assertThat(settings.of(service, 1))
        .containsEntry("ENSEMBLE_MESSAGING_RETENTION_RELAYSLOT", slot);
    Path own = HOUSE.resolve(service.artifact()).resolve("src/main/resources/application.yaml");
    assertThat(Files.readAllLines(own)).contains("      relay-slot: " + slot);
  }

  @Test
  void a_guest_waits_for_the_slot_that_its_relay_reads() throws IOException {
    GuestFiles files = new GuestFiles(new Guest("loyalty"), new Ports(0), secrets());
    String slot = read(files.relay()).getProperty("relay.sources.loyalty.slot");

    assertThat(slot).isEqualTo("outbox_loyalty");
    assertThat(read(files.service()))
        .containsEntry("ensemble.messaging.retention.relay-slot", slot);
    Path own = HOUSE.resolve("infra/sample/src/main/resources/application.yaml");
    List<String> lines = Files.readAllLines(own);
    assertThat(lines).contains("      relay-slot: " + slot);
  }

  private Secrets secrets() {
    return new Secrets(temporary.resolve("secrets"));
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
