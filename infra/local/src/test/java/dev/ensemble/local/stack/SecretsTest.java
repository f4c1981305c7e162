package dev.ensemble.local.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretsTest {
  @TempDir Path temporary;

  @Test
  void a_password_is_made_once_and_no_two_are_alike() {
    Secrets secrets = new Secrets(temporary.resolve("secrets"));
    String password = secrets.password("order_app");

    assertThat(password).matches("[0-9a-f]{48}");
    assertThat(new Secrets(temporary.resolve("secrets")).password("order_app")).isEqualTo(password);
    assertThat(secrets.password("order_owner")).isNotEqualTo(password);
  }

  @Test
  void only_the_owner_can_read_a_password() throws Exception {
    Secrets secrets = new Secrets(temporary.resolve("secrets"));

    for (Path file : new Path[] {secrets.file("relay"), secrets.pgpass(5432, "reader")}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo("rw-------");
    }
  }
}
