package dev.ensemble.testkit;

import com.sun.source.tree.BindingPatternTree;
import com.sun.source.tree.CaseTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.ConstantCaseLabelTree;
import com.sun.source.tree.DeconstructionPatternTree;
import com.sun.source.tree.DefaultCaseLabelTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.PatternCaseLabelTree;
import com.sun.source.tree.SwitchExpressionTree;
import com.sun.source.tree.SwitchTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/** The rules of writing that need to know what is code and what is a string or a comment. */
final class SyntaxRules {
  private static final int METHOD_LINES_MAX = 70;

  private static final Pattern SAYS_NOTHING =
      Pattern.compile(".+(Event|Entity|Impl|Manager|Util|Utils|Helper)");

  private static final Pattern SLEEPS =
      Pattern.compile("(Thread|TimeUnit\\.\\w+|LockSupport)\\.(sleep|park\\w+)");

  private SyntaxRules() {}

  static Map<String, Function<SourceTree, List<String>>> all() {
    Map<String, Function<SourceTree, List<String>>> rules = new LinkedHashMap<>();
    rules.put("a method fits one screen", SyntaxRules::longMethods);
    rules.put("a name says what a thing is", SyntaxRules::emptyNames);
    rules.put("a test steps and never sleeps", SyntaxRules::sleepingTests);
    rules.put("a test mocks nothing", SyntaxRules::mocks);
    rules.put("a class of tests is named so that it runs", SyntaxRules::unseenTests);
    rules.put("a switch over our own types has no default", SyntaxRules::defaults);
    return rules;
  }

  private static List<String> longMethods(SourceTree tree) {
    List<String> found = new ArrayList<>();
    for (JavaSource source : tree.javaSources()) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitMethod(MethodTree method, Void nothing) {
          if (source.lineCount(method) > METHOD_LINES_MAX) {
            found.add("%s: %d lines".formatted(source.at(method), source.lineCount(method)));
          }
          return super.visitMethod(method, null);
        }
      }.scan(source.unit(), null);
    }
    return found;
  }

  private static List<String> emptyNames(SourceTree tree) {
    return tree.javaSources().stream()
        .filter(JavaSource::isMain)
        .flatMap(
            source ->
                source.types().stream()
                    .filter(type -> SAYS_NOTHING.matcher(type.getSimpleName()).matches())
                    .map(type -> source.at(type) + ": " + type.getSimpleName()))
        .toList();
  }

  private static List<String> sleepingTests(SourceTree tree) {
    List<String> found = new ArrayList<>();
    tree.javaSources().stream()
        .filter(JavaSource::servesTests)
        .forEach(
            source ->
                new TreeScanner<Void, Void>() {
                  @Override
                  public Void visitMethodInvocation(MethodInvocationTree call, Void nothing) {
                    if (SLEEPS.matcher(call.getMethodSelect().toString()).matches()) {
                      found.add(source.at(call) + ": sleeps");
                    }
                    return super.visitMethodInvocation(call, null);
                  }
                }.scan(source.unit(), null));
    return found;
  }

  private static List<String> mocks(SourceTree tree) {
    return tree.javaSources().stream()
        .flatMap(
            source ->
                source.unit().getImports().stream()
                    .filter(i -> i.getQualifiedIdentifier().toString().contains("mockito"))
                    .map(i -> source.at(i) + ": a mock agrees with whoever wrote it"))
        .toList();
  }

  /** Surefire runs {@code *Test}, Failsafe {@code *IT}; any other name would never run. */
  private static List<String> unseenTests(SourceTree tree) {
    List<String> found = new ArrayList<>();
    for (JavaSource source : tree.javaSources()) {
      for (Tree declared : source.unit().getTypeDecls()) {
        if (declared instanceof ClassTree type
            && type.getMembers().stream().anyMatch(TestMethods::isOne)
            && !type.getModifiers().getFlags().contains(Modifier.ABSTRACT)
            && !type.getSimpleName().toString().matches(".+(Test|IT)")) {
          found.add(source.at(type) + ": " + type.getSimpleName() + " would never run");
        }
      }
    }
    return found;
  }

  /** A test may pick out what it speaks of; main code decides on every case. */
  private static List<String> defaults(SourceTree tree) {
    List<JavaSource> sources = tree.javaSources().stream().filter(JavaSource::isMain).toList();
    Set<String> sealedCases =
        sources.stream().flatMap(SyntaxRules::sealedCases).collect(Collectors.toSet());
    List<Set<String>> enums = sources.stream().flatMap(SyntaxRules::enums).toList();
    List<String> found = new ArrayList<>();
    for (JavaSource source : sources) {
      new TreeScanner<Void, Void>() {
        @Override
        public Void visitSwitch(SwitchTree choice, Void nothing) {
          judge(choice, choice.getCases());
          return super.visitSwitch(choice, null);
        }

        @Override
        public Void visitSwitchExpression(SwitchExpressionTree choice, Void nothing) {
          judge(choice, choice.getCases());
          return super.visitSwitchExpression(choice, null);
        }

        private void judge(Tree choice, List<? extends CaseTree> cases) {
          Labels labels = Labels.of(cases);
          boolean ours =
              labels.types.stream().anyMatch(sealedCases::contains)
                  || enums.stream().anyMatch(labels::areConstantsOf);
          if (labels.hasDefault && ours) {
            found.add(source.at(choice) + ": default hides the case that is added later");
          }
        }
      }.scan(source.unit(), null);
    }
    return found;
  }

  /** The names of all types that a sealed type of this file permits. */
  private static Stream<String> sealedCases(JavaSource source) {
    Set<String> sealed = new HashSet<>();
    Set<String> cases = new HashSet<>();
    for (ClassTree type : source.types()) {
      if (type.getModifiers().getFlags().contains(Modifier.SEALED)) {
        sealed.add(type.getSimpleName().toString());
        type.getPermitsClause().forEach(permitted -> cases.add(JavaSource.simpleName(permitted)));
      }
    }
    for (ClassTree type : source.types()) {
      Stream<? extends Tree> parents =
          Stream.concat(
              type.getImplementsClause().stream(), Stream.ofNullable(type.getExtendsClause()));
      if (parents.map(JavaSource::simpleName).anyMatch(sealed::contains)) {
        cases.add(type.getSimpleName().toString());
      }
    }
    return cases.stream();
  }

  private static Stream<Set<String>> enums(JavaSource source) {
    return source.types().stream()
        .filter(type -> type.getKind() == Tree.Kind.ENUM)
        .map(
            type ->
                type.getMembers().stream()
                    .filter(member -> member instanceof VariableTree)
                    .map(member -> ((VariableTree) member).getName().toString())
                    .collect(Collectors.toSet()));
  }

  /** What a switch tells apart. */
  private record Labels(Set<String> types, Set<String> constants, boolean hasDefault) {

    static Labels of(List<? extends CaseTree> cases) {
      Set<String> types = new HashSet<>();
      Set<String> constants = new HashSet<>();
      boolean hasDefault = false;
      for (var label : cases.stream().flatMap(c -> c.getLabels().stream()).toList()) {
        if (label instanceof DefaultCaseLabelTree) {
          hasDefault = true;
        } else if (label instanceof ConstantCaseLabelTree constant) {
          constants.add(JavaSource.simpleName(constant.getConstantExpression()));
        } else if (label instanceof PatternCaseLabelTree pattern) {
          Tree read = pattern.getPattern();
          if (read instanceof BindingPatternTree binding) {
            types.add(JavaSource.simpleName(binding.getVariable().getType()));
          } else if (read instanceof DeconstructionPatternTree parts) {
            types.add(JavaSource.simpleName(parts.getDeconstructor()));
          }
        }
      }
      return new Labels(types, constants, hasDefault);
    }

    boolean areConstantsOf(Set<String> oneEnum) {
      return !constants.isEmpty() && oneEnum.containsAll(constants);
    }
  }
}
