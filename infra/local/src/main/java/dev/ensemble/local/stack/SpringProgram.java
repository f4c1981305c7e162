package dev.ensemble.local.stack;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;

/** One of our programs from its jar, set up by environment variables alone. */
final class SpringProgram implements Startable {
  private static final int HEAP_MEGABYTES_MAX = 192;

  private final Program program;
  private final int replica;
  private final String name;
  private final Path jar;
  private final DataFolder data;
  private final boolean archives;
  private final Ports ports;
  private final Health health = new Health();
  private final Map<String, String> settings;
  private final Variant variant;
  private @Nullable Path unpacked;

  /**
   * @param replica which of the program's processes, from 1
   */
  SpringProgram(
      Program program, int replica, Setup setup, DataFolder data, Map<String, String> settings) {
    this.program = program;
    this.replica = replica;
    this.name = setup.cluster().name(program, replica);
    this.jar = program.jar(setup.house());
    this.data = data;
    this.archives = setup.archives();
    this.ports = setup.ports();
    this.settings = settings;
    this.variant = Objects.requireNonNull(setup.programs().get(program));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Path log() {
    return data.log(name());
  }

  @Override
  public String address() {
    return "http://127.0.0.1:" + ports.http(program, replica);
  }

  @Override
  public Running start() {
    // Once: what is started again is what was started, whatever a build has made of it meanwhile.
    if (unpacked == null) {
      unpacked = UnpackedJar.of(jar, data.programs(), log());
    }
    return new Launch(name(), command(unpacked), settings, log()).start(data.run());
  }

  private List<String> command(Path jar) {
    List<String> options = new ArrayList<>();
    options.add("-Djava.io.tmpdir=" + data.temporary(name()));
    if (archives) {
      // Class-data sharing (JEP 350): written when the program stops, used where it fits jar and
      // JDK, and where it does not, written anew.
      options.add("-XX:+AutoCreateSharedArchive");
      options.add("-XX:SharedArchiveFile=" + jar.resolveSibling(archive()));
      options.add("-Xlog:cds=off,cds+dynamic=off");
    }
    if (variant.classPath().isEmpty() && variant.inFront().isEmpty()) {
      options.addAll(List.of("-jar", jar.toString()));
    } else {
      List<String> classPath = new ArrayList<>();
      variant.inFront().forEach(more -> classPath.add(more.toString()));
      classPath.add(jar.toString());
      variant.classPath().forEach(more -> classPath.add(more.toString()));
      options.addAll(List.of("-cp", String.join(File.pathSeparator, classPath), mainClass(jar)));
    }
    return variant.jvmOptions().isEmpty()
        ? JavaCommand.of(HEAP_MEGABYTES_MAX, options)
        : JavaCommand.with(variant.jvmOptions(), options);
  }

  /** Each process writes its own: two that stop together would write one file. */
  private String archive() {
    return replica == 1 ? "classes.jsa" : "classes-" + replica + ".jsa";
  }

  private static String mainClass(Path jar) {
    try (JarFile file = new JarFile(jar.toFile())) {
      return file.getManifest().getMainAttributes().getValue(Attributes.Name.MAIN_CLASS);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + jar, e);
    }
  }

  @Override
  public boolean ready() {
    return health.isUp(ports.management(program, replica));
  }
}
