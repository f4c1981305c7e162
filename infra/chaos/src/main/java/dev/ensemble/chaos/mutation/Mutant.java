package dev.ensemble.chaos.mutation;

import static net.bytebuddy.matcher.ElementMatchers.named;

import dev.ensemble.chaos.mutation.Mutation.Change;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.description.type.TypeDescription;
import net.bytebuddy.dynamic.ClassFileLocator;
import net.bytebuddy.dynamic.DynamicType;
import net.bytebuddy.pool.TypePool;

/** A class as the build made it, but for what some of its methods do. */
final class Mutant {
  private Mutant() {}

  static void write(String className, List<Change> changes, Path built, Path folder)
      throws IOException {
    // The class file is all that is read: what it refers to is described by its name alone.
    try (ClassFileLocator files =
        new ClassFileLocator.Compound(
            new ClassFileLocator.ForFolder(built.toFile()),
            ClassFileLocator.ForClassLoader.of(Mutant.class.getClassLoader()))) {
      TypeDescription type =
          TypePool.Default.WithLazyResolution.of(files).describe(className).resolve();
      DynamicType.Builder<?> mutant = new ByteBuddy().rebase(type, files);
      for (Change change : changes) {
        if (type.getDeclaredMethods().filter(named(change.method())).isEmpty()) {
          throw new IllegalStateException(
              "%s has no method %s any more: this mutation is none"
                  .formatted(className, change.method()));
        }
        mutant = mutant.method(named(change.method())).intercept(change.deed().implementation());
      }
      try (DynamicType.Unloaded<?> made = mutant.make()) {
        made.saveIn(folder.toFile());
      }
    }
    for (Change change : changes) {
      for (Class<?> helper : change.deed().helpers()) {
        copy(helper, folder);
      }
    }
  }

  private static void copy(Class<?> helper, Path folder) throws IOException {
    String name = helper.getName().replace('.', '/') + ".class";
    Path target = folder.resolve(name);
    Files.createDirectories(target.getParent());
    try (InputStream bytes = helper.getResourceAsStream("/" + name)) {
      if (bytes == null) {
        throw new IOException("no class file of " + helper);
      }
      Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
