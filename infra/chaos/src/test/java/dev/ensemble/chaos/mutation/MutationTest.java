package dev.ensemble.chaos.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ensemble.local.stack.Program;
import dev.ensemble.local.stack.Variant;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
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

    for (Program program : Program.values()) {
      Variant variant = mutants.of(program, Map.of());
      boolean ofRelay = mutation == Mutation.RELAY_MARKS_EARLY;
      boolean concerned = (program == Program.RELAY) == ofRelay;
      assertThat(variant.inFront()).hasSize(concerned ? 1 : 0);
      if (concerned) {
        assertThat(variant.inFront().getFirst().resolve("dev/ensemble")).isDirectory();
      }
    }
  }

  @Test
  void a_receipt_that_is_acknowledged_at_once_is_so_in_the_mutant_alone() throws Exception {
    Path mutant =
        Mutation.RELAY_MARKS_EARLY
            .mutants(HOUSE, folder)
            .of(Program.RELAY, Map.of())
            .inFront()
            .getFirst();
    URL built = HOUSE.resolve("outbox-relay/target/classes").toUri().toURL();

    assertThat(isAcknowledgedAtOnce(built)).isFalse();
    assertThat(isAcknowledgedAtOnce(mutant.toUri().toURL(), built)).isTrue();
  }

  private static boolean isAcknowledgedAtOnce(URL... classPath) throws Exception {
    try (URLClassLoader loader = new URLClassLoader(classPath, null)) {
      Class<?> receipt = loader.loadClass("dev.ensemble.relay.Receipt");
      Constructor<?> constructor = receipt.getDeclaredConstructor();
      constructor.setAccessible(true);
      Method isAcknowledged = receipt.getDeclaredMethod("isAcknowledged");
      isAcknowledged.setAccessible(true);
      return (boolean) isAcknowledged.invoke(constructor.newInstance());
    }
  }
}
