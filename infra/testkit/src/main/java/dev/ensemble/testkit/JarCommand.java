package dev.ensemble.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The commands of a service's jar as a person runs them, on a test's database. */
public final class JarCommand {
  private final Program program;
  private final List<String> settings = new ArrayList<>();

  /** What would run as a process of its own; the answer is its exit code. */
  @FunctionalInterface
  public interface Program {

    /** Its standard output, its standard error and its arguments. */
    int run(PrintWriter out, PrintWriter err, String... arguments);
  }

  private JarCommand(Program program) {
    this.program = program;
  }

  /**
   * The commands of a program.
   *
   * @param settings whatever the program is told besides, as {@code --name=value}
   */
  public static JarCommand of(Program program, TestDatabase database, String... settings) {
    JarCommand command = new JarCommand(program);
    database
        .springProperties()
        .forEach((name, value) -> command.settings.add("--" + name + "=" + value));
    command.settings.addAll(Arrays.asList(settings));
    return command;
  }

  /**
   * What it printed.
   *
   * @throws AssertionError where it ends with another exit code; the message has all that it said
   */
  public String printed(int exitCode, String... words) {
    List<String> arguments = new ArrayList<>(Arrays.asList(words));
    arguments.addAll(settings);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int ended =
        program.run(new PrintWriter(out), new PrintWriter(err), arguments.toArray(String[]::new));
    assertThat(ended).as(out + "" + err).isEqualTo(exitCode);
    return out.toString();
  }
}
