package dev.ensemble.local.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the script on machines whose JDKs are two scripts and a file. */
class FindJdkTest {
  @TempDir Path machine;

  private record Found(int exitCode, String output) {}

  @Test
  void the_newest_of_all_that_are_found_is_taken() throws Exception {
    jdk("installed/a", "21.0.4");
    Path newest = jdk("installed/b", "25");
    jdk("installed/c", "17.0.15");

    assertThat(find(Map.of())).isEqualTo(new Found(0, newest.toString()));
  }

  @Test
  void an_old_java_on_the_path_does_not_hide_a_newer_one_elsewhere() throws Exception {
    Path old = jdk("old", "11.0.2");
    Path newer = jdk("installed/newer", "21.0.1");

    assertThat(find(Map.of("PATH", old.resolve("bin") + ":$TOOLS")))
        .isEqualTo(new Found(0, newer.toString()));
  }

  @Test
  void a_java_on_the_path_is_found_behind_links() throws Exception {
    Path real = jdk("opt/jdk", "22");
    Path link = Files.createDirectories(machine.resolve("bin")).resolve("java");
    Files.createSymbolicLink(link, Path.of("../opt/jdk/bin/java"));

    String found = find(Map.of("PATH", link.getParent() + ":$TOOLS")).output();

    assertThat(Path.of(found).toRealPath()).isEqualTo(real.toRealPath());
  }

  @Test
  void environment_variables_name_jdks_too() throws Exception {
    Path home = jdk("somewhere", "23");

    assertThat(find(Map.of("JAVA_HOME", home.toString())).output()).isEqualTo(home.toString());
    assertThat(find(Map.of("JAVA23_HOME", home.toString())).output()).isEqualTo(home.toString());
    assertThat(find(Map.of("JAVA_HOME_23_X64", home.toString())).output())
        .isEqualTo(home.toString());
  }

  @Test
  void one_that_is_too_old_is_one_clear_sentence() throws Exception {
    Path old = jdk("old", "1.8.0_402");

    assertThat(find(Map.of("PATH", old.resolve("bin") + ":$TOOLS", "JAVA_HOME", "")))
        .satisfies(
            found -> {
              assertThat(found.exitCode()).isEqualTo(3);
              assertThat(found.output())
                  .matches(
                      "The newest JDK found is \\d+, and we need 21 or newer:"
                          + " install one, or name it with JAVA_HOME\\.");
            });
  }

  @Test
  void a_runtime_without_a_compiler_does_not_count() throws Exception {
    Path runtime = jdk("installed/jre", "25");
    Files.delete(runtime.resolve("bin/javac"));

    assertThat(find(Map.of()).exitCode()).isEqualTo(3);
  }

  @Test
  void a_jdk_without_a_release_file_is_asked_for_its_version() throws Exception {
    Path home = jdk("installed/unlabelled", "24.0.1");
    Files.delete(home.resolve("release"));

    assertThat(find(Map.of()).output()).isEqualTo(home.toString());
  }

  private Path jdk(String name, String version) throws Exception {
    Path home = Files.createDirectories(machine.resolve(name));
    Path bin = Files.createDirectories(home.resolve("bin"));
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    String answer = "echo 'openjdk version \"" + version + "\" 2026-01-01' >&2";
    script(bin.resolve("java"), answer);
    script(bin.resolve("javac"), answer);
    return home;
  }

  private static void script(Path file, String line) throws Exception {
    Files.writeString(file, "#!/bin/sh\n" + line + "\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  /** This machine's own java on /usr/bin would be found: the tools stand in a folder without it. */
  private Found find(Map<String, String> environment) throws Exception {
    ProcessBuilder script = new ProcessBuilder("bash", Path.of("find-jdk").toString());
    Map<String, String> surroundings = script.environment();
    surroundings.clear();
    surroundings.put("PATH", toolsWithoutJava().toString());
    surroundings.put("HOME", machine.toString());
    surroundings.put("ENSEMBLE_JDK_FOLDERS", machine.resolve("installed").toString());
    environment.forEach(
        (name, value) -> surroundings.put(name, value.replace("$TOOLS", toolsFolder().toString())));
    Process process = script.redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    return new Found(process.waitFor(), output);
  }

  private Path toolsFolder() {
    return machine.resolve("tools");
  }

  private Path toolsWithoutJava() throws Exception {
    Files.createDirectories(toolsFolder());
    for (String tool : new String[] {"dirname", "readlink", "grep", "sed", "head"}) {
      script(toolsFolder().resolve(tool), "PATH=/usr/bin:/bin exec " + tool + " \"$@\"");
    }
    return toolsFolder();
  }
}
