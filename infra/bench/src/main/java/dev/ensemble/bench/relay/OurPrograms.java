package dev.ensemble.bench.relay;

import dev.ensemble.bench.common.Servers;
import dev.ensemble.bench.relay.contenders.BareLimit;
import dev.ensemble.bench.relay.contenders.PollingRelay;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The two contenders that are part of the benchmark, from the class path that it runs from. */
final class OurPrograms {
  private OurPrograms() {}

  static Start limit(Servers system, Stage stage) {
    return program(
        system,
        BareLimit.class,
        List.of(
            system.jdbcUrl(),
            Servers.ROLE,
            stage.slot(),
            Backlog.PUBLICATION,
            system.bootstrapServers(),
            stage.lingerMillis()));
  }

  static Start polling(Servers system, Stage stage) {
    return program(
        system,
        PollingRelay.class,
        List.of(system.jdbcUrl(), Servers.ROLE, system.bootstrapServers(), stage.lingerMillis()));
  }

  private static Start program(Servers system, Class<?> main, List<String> arguments) {
    List<String> program =
        new ArrayList<>(
            List.of(
                "-Dlogback.configurationFile=contender-logback.xml",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    program.addAll(arguments);
    return new Start(program, Map.of("PGPASSWORD", system.password()), system.data());
  }
}
