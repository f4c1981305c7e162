package dev.ensemble.chaos.clock;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.instrument.Instrumentation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/** Goes into a program at its start, and makes its clock one that can be set wrong. */
public final class ClockAgent {
  private static final List<String> CLASSES =
      List.of("ClockAgent", "Redirection", "Redirection$Pool", "Skew", "Skew$Skewed");

  private ClockAgent() {}

  /**
   * The JVM calls it before the program's own beginning.
   *
   * @param folder where is told how wrong the clock is
   */
  public static void premain(String folder, Instrumentation instrumentation) {
    instrumentation.addTransformer(new Redirection());
    Skew.follow(Path.of(folder));
  }

  /** What a program's environment must have, so that its JVM takes the agent in. */
  public static String option(Path jar, Path folder) {
    return "-javaagent:\"%s\"=\"%s\"".formatted(jar, folder);
  }

  /** Writes the agent as the JVM wants it. */
  public static void write(Path jar) {
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().putValue("Premain-Class", ClockAgent.class.getName());
    try {
      Files.createDirectories(jar.getParent());
      try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
        for (String name : CLASSES) {
          String file = ClockAgent.class.getPackageName().replace('.', '/') + "/" + name + ".class";
          out.putNextEntry(new JarEntry(file));
          try (InputStream bytes = ClockAgent.class.getResourceAsStream("/" + file)) {
            if (bytes == null) {
              throw new IllegalStateException("no class file " + file);
            }
            bytes.transferTo(out);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot write the agent " + jar, e);
    }
  }
}
