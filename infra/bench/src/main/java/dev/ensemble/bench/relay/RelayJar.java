package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.UnpackedJar;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** This project's relay, from its packaged jar, laid out in files as its README recommends. */
final class RelayJar {
  private RelayJar() {}

  static Start start(Servers system, boolean transactional, String slot) {
    Path jar =
        UnpackedJar.of(
            Program.RELAY.jar(system.house()),
            system.data().resolve("programs"),
            system.data().resolve("logs/unpack.log"));
    Map<String, String> settings = new HashMap<>();
    settings.put("SERVER_PORT", "" + system.httpPort());
    settings.put("RELAY_KAFKA_BOOTSTRAPSERVERS", system.bootstrapServers());
    settings.put("RELAY_DELIVERY", transactional ? "transactional" : "at-least-once");
    String source = "RELAY_SOURCES_BENCH_";
    settings.put(source + "URL", system.jdbcUrl());
    settings.put(source + "USERNAME", Servers.ROLE);
    settings.put(source + "PASSWORD", system.password());
    settings.put(source + "SLOT", slot);
    settings.put(source + "PUBLICATION", Backlog.PUBLICATION);
    settings.put(source + "TABLE", Backlog.TABLE);
    settings.put(source + "LAYOUT", "debezium");
    return new Start(
        List.of("-jar", jar.toString()), settings, system.data().resolve("outbox-relay"));
  }
}
