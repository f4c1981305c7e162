package dev.ensemble.testkit;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/** What a person wrote: the files of a source tree, without what builds and runs leave there. */
public final class SourceTree {
  private final Path root;
  private final List<Path> files;
  private final List<JavaSource> javaSources;

  private SourceTree(Path root) throws IOException {
    this.root = root;
    this.files = written(root);
    this.javaSources = parsed(files.stream().filter(file -> nameOf(file).endsWith(".java")));
  }

  /** Reads the tree below the folder. */
  public static SourceTree at(Path root) {
    try {
      return new SourceTree(root);
    } catch (IOException e) {
      throw new UncheckedIOException("the sources below " + root + " cannot be read", e);
    }
  }

  /** Reads the whole repository that the folder stands in, whichever module a test runs from. */
  public static SourceTree around(Path start) {
    Path folder = start.toAbsolutePath();
    while (folder != null && !Files.exists(folder.resolve("infra/testkit/pom.xml"))) {
      folder = folder.getParent();
    }
    if (folder == null) {
      throw new IllegalArgumentException("not inside this repository: " + start);
    }
    return at(folder);
  }

  /** All files, those of hidden and {@code target} folders aside, in a fixed order. */
  List<Path> files() {
    return files;
  }

  List<JavaSource> javaSources() {
    return javaSources;
  }

  /** The file's name as a person says it: from the root, with slashes. */
  String shortName(Path file) {
    return root.relativize(file).toString().replace('\\', '/');
  }

  /** The text of a file below the root, or null where there is none. */
  @Nullable String text(String shortName) {
    Path file = root.resolve(shortName);
    return Files.exists(file) ? textOf(file) : null;
  }

  static String textOf(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file + " is not readable text", e);
    }
  }

  static String nameOf(Path file) {
    return Objects.toString(file.getFileName(), "");
  }

  private static List<Path> written(Path root) throws IOException {
    List<Path> found = new ArrayList<>();
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            String name = nameOf(folder);
            boolean made = name.equals("target") || name.startsWith(".");
            return made && !folder.equals(root)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            found.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    return found.stream().sorted().toList();
  }

  /** Parses only: no class path is needed, and a few hundred files take about a second. */
  private List<JavaSource> parsed(java.util.stream.Stream<Path> javaFiles) throws IOException {
    JavaCompiler compiler =
        Objects.requireNonNull(ToolProvider.getSystemJavaCompiler(), "tests run on a JDK");
    List<JavaSource> sources = new ArrayList<>();
    try (StandardJavaFileManager manager =
        compiler.getStandardFileManager(null, null, StandardCharsets.UTF_8)) {
      var units = manager.getJavaFileObjectsFromPaths(javaFiles.toList());
      JavacTask task =
          (JavacTask) compiler.getTask(null, manager, null, List.of("-proc:none"), null, units);
      SourcePositions positions = Trees.instance(task).getSourcePositions();
      for (CompilationUnitTree unit : task.parse()) {
        Path file = Path.of(unit.getSourceFile().toUri());
        sources.add(new JavaSource(shortName(file), textOf(file), unit, positions));
      }
    }
    return List.copyOf(sources);
  }
}
