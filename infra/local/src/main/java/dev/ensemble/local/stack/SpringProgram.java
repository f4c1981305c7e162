package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One of our programs from its jar, set up by environment variables alone. */
final class SpringProgram implements Startable {
  private static final int HEAP_MEGABYTES_MAX = 192;

  private final Program program;
  private final Path runFolder;
  private final Ports ports;
  private final Health health;
  private final Launch launch;

  SpringProgram(Program program, Setup setup, DataFolder data, Map<String, String> settings) {
    this.program = program;
    this.runFolder = data.run();
    this.ports = setup.ports();
    this.health = new Health();
    String jar = program.jar(setup.house()).toString();
    List<String> command = JavaCommand.of(HEAP_MEGABYTES_MAX, "-jar", jar);
    this.launch = new Launch(program.artifact(), command, settings, data.log(program.artifact()));
  }

  @Override
  public String name() {
    return program.artifact();
  }

  @Override
  public Path log() {
    return launch.log();
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + ports.http(program);
  }

  @Override
  public Running start() {
    return launch.start(runFolder);
  }

  @Override
  public boolean ready() {
    return health.isUp(ports.management(program));
  }
}
