package dev.ensemble.testkit;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import java.util.Set;
import java.util.stream.Collectors;

/** The tests of a source tree as {@code ClassName.method_name}, those that are switched on. */
final class TestMethods {
  private static final Set<String> TESTS =
      Set.of("Test", "ParameterizedTest", "RepeatedTest", "TestFactory", "TestTemplate");
  private static final Set<String> OFF = Set.of("Disabled");

  private TestMethods() {}

  static boolean isOne(Tree member) {
    return member instanceof MethodTree method && JavaSource.hasAny(method.getModifiers(), TESTS);
  }

  static Set<String> of(SourceTree tree) {
    return tree.javaSources().stream()
        .filter(source -> !source.isMain())
        .flatMap(source -> source.types().stream())
        .filter(type -> !JavaSource.hasAny(type.getModifiers(), OFF))
        .flatMap(type -> type.getMembers().stream().filter(TestMethods::runs).map(m -> of(type, m)))
        .collect(Collectors.toSet());
  }

  private static boolean runs(Tree member) {
    return isOne(member) && !JavaSource.hasAny(((MethodTree) member).getModifiers(), OFF);
  }

  private static String of(ClassTree type, Tree method) {
    return type.getSimpleName() + "." + ((MethodTree) method).getName();
  }
}
