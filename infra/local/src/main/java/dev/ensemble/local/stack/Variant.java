package dev.ensemble.local.stack;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * How one program is started otherwise than a local system does by itself.
 *
 * @param inFront jars or folders that stand before the program's own: their classes are taken
 *     instead of the program's of the same name
 * @param classPath jars or folders that stand behind the program's own on its class path; its
 *     component scan finds what lies in its packages
 * @param settings environment variables that are added, or take the place of ours
 * @param jvmOptions take the place of ours, which keep many JVMs small on a small machine and are
 *     no measure of speed; empty: ours
 */
public record Variant(
    List<Path> inFront,
    List<Path> classPath,
    Map<String, String> settings,
    List<String> jvmOptions) {

  /** Exactly as a local system starts it. */
  public static final Variant PLAIN = new Variant(List.of(), Map.of(), List.of());

  /** With nothing in front of the program's own classes. */
  public Variant(List<Path> classPath, Map<String, String> settings, List<String> jvmOptions) {
    this(List.of(), classPath, settings, jvmOptions);
  }

  public Variant {
    inFront = List.copyOf(inFront);
    classPath = List.copyOf(classPath);
    settings = Map.copyOf(settings);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** Names the settings and keeps their values to itself: a key to a provider may be among them. */
  @Override
  public String toString() {
    return "Variant[inFront=%s, classPath=%s, settings=%s, jvmOptions=%s]"
        .formatted(inFront, classPath, settings.keySet(), jvmOptions);
  }
}
