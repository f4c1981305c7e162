package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What a local system is told before it starts.
 *
 * @param house the root of the source tree, under which the built jars lie
 * @param data the folder in which it keeps everything
 * @param fresh whether to begin with nothing
 * @param archives whether each program writes down at its stop which classes it has loaded, and
 *     starts from that the next time: the first stop takes some seconds, each start a third less
 * @param ports where everything listens
 * @param programs which programs are started beside PostgreSQL and the broker, and how
 */
public record Setup(
    Path house,
    Path data,
    boolean fresh,
    boolean archives,
    Ports ports,
    Map<Program, Variant> programs) {

  public Setup {
    house = house.toAbsolutePath().normalize();
    data = data.toAbsolutePath().normalize();
    programs = Map.copyOf(programs);
  }

  /** All programs, each in the usual way. */
  public Setup(Path house, Path data, boolean fresh, boolean archives, Ports ports) {
    this(house, data, fresh, archives, ports, everyProgram());
  }

  private static Map<Program, Variant> everyProgram() {
    return Arrays.stream(Program.values())
        .collect(Collectors.toMap(program -> program, program -> Variant.PLAIN));
  }
}
