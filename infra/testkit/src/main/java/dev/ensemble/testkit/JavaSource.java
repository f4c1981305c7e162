package dev.ensemble.testkit;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One Java file, read but not compiled.
 *
 * @param name the file's name from the root of the tree, with slashes
 */
record JavaSource(String name, String text, CompilationUnitTree unit, SourcePositions positions) {

  boolean isMain() {
    return ("/" + name).contains("/src/main/java/");
  }

  /** The test kit's main classes are tests' code as well. */
  boolean servesTests() {
    return !isMain() || name.startsWith("infra/testkit/");
  }

  String fileName() {
    return name.substring(name.lastIndexOf('/') + 1);
  }

  /** The folder, which stands for the package in one of its source roots. */
  String folder() {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  List<String> lines() {
    return text.lines().toList();
  }

  /** The numbers of the lines that a text block covers, from 1. */
  Set<Integer> linesOfTextBlocks() {
    Set<Integer> covered = new HashSet<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitLiteral(LiteralTree literal, Void nothing) {
        if (literal.getKind() == Tree.Kind.STRING_LITERAL && lineCount(literal) > 1) {
          int first = (int) line(positions.getStartPosition(unit, literal));
          IntStream.range(0, (int) lineCount(literal)).forEach(i -> covered.add(first + i));
        }
        return super.visitLiteral(literal, null);
      }
    }.scan(unit, null);
    return covered;
  }

  /** The place in a form that an editor opens. */
  String at(Tree tree) {
    return name + ":" + line(positions.getStartPosition(unit, tree));
  }

  long lineCount(Tree tree) {
    return line(positions.getEndPosition(unit, tree))
        - line(positions.getStartPosition(unit, tree))
        + 1;
  }

  private long line(long position) {
    return unit.getLineMap().getLineNumber(position);
  }

  /** All types that the file declares, nested ones included. */
  List<ClassTree> types() {
    List<ClassTree> types = new ArrayList<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitClass(ClassTree type, Void nothing) {
        if (!type.getSimpleName().isEmpty()) {
          types.add(type);
        }
        return super.visitClass(type, null);
      }
    }.scan(unit, null);
    return types;
  }

  /** The simple names of what is annotated there. */
  static Stream<String> annotations(ModifiersTree modifiers) {
    return modifiers.getAnnotations().stream()
        .map(AnnotationTree::getAnnotationType)
        .map(JavaSource::simpleName);
  }

  static boolean hasAny(ModifiersTree modifiers, Set<String> annotations) {
    return annotations(modifiers).anyMatch(annotations::contains);
  }

  /** {@code Changed} for {@code Outcome.Changed} and for {@code Changed<T>}. */
  static String simpleName(Tree type) {
    String name = type.toString().replaceAll("<.*", "").strip();
    return name.substring(name.lastIndexOf('.') + 1);
  }
}
