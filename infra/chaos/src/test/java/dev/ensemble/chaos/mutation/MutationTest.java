package dev.ensemble.chaos.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Variant;
import java.io.File;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the mutants are is judged by what the build has made, so that none is one of yesterday. */
class MutationTest {
  private static final Path HOUSE = Path.of("..", "..").toAbsolutePath().normalize();

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void each_mutation_stands_in_front_of_its_programs_and_of_no_other(Mutation mutation) {
    var mutants = mutation.mutants(HOUSE, folder);

    assertThat(mutation.programs()).isNotEmpty();
    for (Program program : Program.values()) {
      Variant variant = mutants.of(program, Map.of());
      boolean concerned = mutation.programs().contains(program);
      assertThat(variant.inFront()).hasSize(concerned ? 1 : 0);
      if (concerned) {
        assertThat(variant.inFront().getFirst().resolve(file(mutation))).isRegularFile();
      }
    }
  }

  /** A class that the JVM refuses would be noticed for another reason than the missing defence. */
  @ParameterizedTest
  @EnumSource
  void each_mutant_is_a_class_that_can_be_run(Mutation mutation) throws Exception {
    Path classes = folder.resolve("classes");
    mutation.write(HOUSE, classes);

    try (URLClassLoader program = program(classes)) {
      Class<?> mutant = Class.forName(mutation.className(), true, program);

      assertThat(mutant.getProtectionDomain().getCodeSource().getLocation())
          .isEqualTo(classes.toUri().toURL());
    }
  }

  @Test
  void a_receipt_that_is_acknowledged_at_once_is_so_in_the_mutant_alone() throws Exception {
    Path mutant = folder.resolve("mutant");
    Mutation.RELAY_MARKS_EARLY.write(HOUSE, mutant);

    assertThat(isAcknowledgedAtOnce(folder.resolve("none"))).isFalse();
    assertThat(isAcknowledgedAtOnce(mutant)).isTrue();
  }

  @Test
  void a_fingerprint_that_is_another_one_each_time_is_so_in_the_mutant_alone() throws Exception {
    Path mutant = folder.resolve("mutant");
    Mutation.KEY_FINGERPRINT.write(HOUSE, mutant);

    assertThat(isTheSameTwice(folder.resolve("none"))).isTrue();
    assertThat(isTheSameTwice(mutant)).isFalse();
  }

  private static String file(Mutation mutation) {
    return mutation.className().replace('.', '/') + ".class";
  }

  private static boolean isAcknowledgedAtOnce(Path inFront) throws Exception {
    try (URLClassLoader program = program(inFront)) {
      Class<?> receipt = program.loadClass("dev.ensemble.relay.Receipt");
      Constructor<?> constructor = receipt.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method isAcknowledged = receipt.getDeclaredMethod("isAcknowledged");
      isAcknowledged.setAccessible(true);
      return (boolean) isAcknowledged.invoke(constructor.newInstance());
    }
  }

  private static boolean isTheSameTwice(Path inFront) throws Exception {
    try (URLClassLoader program = program(inFront)) {
      Class<?> type = program.loadClass("dev.ensemble.idempotency.Fingerprint");
      Object fingerprint = type.getConstructor(String.class).newInstance("0a".repeat(32));
      Method bytes = type.getDeclaredMethod("bytes");
      bytes.setAccessible(true);
      return Arrays.equals((byte[]) bytes.invoke(fingerprint), (byte[]) bytes.invoke(fingerprint));
    }
  }

  /** With something in front of its classes; nothing of ours is its parent. */
  private static URLClassLoader program(Path inFront) throws MalformedURLException {
    List<URL> classPath = new ArrayList<>(List.of(inFront.toUri().toURL()));
    for (String module : List.of("outbox-relay", "infra/idempotency")) {
      classPath.add(HOUSE.resolve(module).resolve("target/classes").toUri().toURL());
    }
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    return new URLClassLoader(classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }
}
