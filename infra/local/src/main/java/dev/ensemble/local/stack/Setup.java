package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a local system is told before it starts.
 *
 * @param house the root of the source tree, under which the built jars lie
 * @param data the folder in which it keeps everything
 * @param fresh whether to begin with nothing
 * @param archives whether each program writes down at its stop which classes it has loaded, and
 *     starts from that the next time: the first stop takes some seconds, each start a third less
 * @param ports where everything listens
 * @param guest a service of somebody's own that has its database and its topic here, if any
 * @param programs which programs are started beside PostgreSQL and the broker, and how
 * @param broker what the broker is told beside the usual, or instead of it
 * @param cluster how many of each are started
 */
public record Setup(
    Path house,
    Path data,
    boolean fresh,
    boolean archives,
    Ports ports,
    @Nullable Guest guest,
    Map<Program, Variant> programs,
    Map<String, String> broker,
    Cluster cluster) {

  private static final String OF_THE_PROVIDER = "PAYMENT_PROVIDER_";

  /**
   * Where traces go to, how soon, and how many of them, as OpenTelemetry and Spring Boot call it.
   * Names are not among them: all services would have the same one.
   */
  private static final List<String> OF_TRACES =
      List.of("OTEL_EXPORTER_OTLP_", "OTEL_BSP_", "MANAGEMENT_TRACING_SAMPLING_PROBABILITY");

  public Setup {
    house = house.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
    broker = Map.copyOf(broker);
  }

  /** One of each. */
  public Setup(
      Path house,
      Path data,
      boolean fresh,
      boolean archives,
      Ports ports,
      @Nullable Guest guest,
      Map<Program, Variant> programs,
      Map<String, String> broker) {
    this(house, data, fresh, archives, ports, guest, programs, broker, Cluster.NONE);
  }

  /** With the usual broker. */
  public Setup(
      Path house,
      Path data,
      boolean fresh,
      boolean archives,
      Ports ports,
      @Nullable Guest guest,
      Map<Program, Variant> programs) {
    this(house, data, fresh, archives, ports, guest, programs, Map.of());
  }

  /** With the usual broker, without a guest. */
  public Setup(
      Path house,
      Path data,
      boolean fresh,
      boolean archives,
      Ports ports,
      Map<Program, Variant> programs) {
    this(house, data, fresh, archives, ports, null, programs);
  }

  /**
   * All programs, each in the usual way, but that whoever starts us may say where traces go to and
   * who charges the orders. It comes by the environment, because an API key belongs on no command
   * line and in no file.
   */
  public static Map<Program, Variant> everyProgram(Map<String, String> environment) {
    Map<Program, Variant> programs = new EnumMap<>(Program.class);
    for (Program program : Program.values()) {
      List<String> heard = new ArrayList<>(program == Program.RELAY ? List.of() : OF_TRACES);
      if (program == Program.PAYMENT) {
        heard.add(OF_THE_PROVIDER);
      }
      Map<String, String> settings = new HashMap<>(environment);
      settings.keySet().removeIf(name -> heard.stream().noneMatch(name::startsWith));
      programs.put(program, new Variant(List.of(), settings, List.of()));
    }
    return programs;
  }
}
