package dev.ensemble.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;

/**
 * Who may know whom inside a service, as rules that a test checks. A rule that finds no class to
 * look at fails: a rule that is blind is worse than none.
 */
public final class ArchitectureRules {
  private static final List<String> SERVICES =
      List.of("dev.ensemble.order", "dev.ensemble.payment", "dev.ensemble.inventory");
  private static final String[] SQL = {
    "java.sql..",
    "javax.sql..",
    "org.postgresql..",
    "org.springframework.jdbc..",
    "org.springframework.data.."
  };
  private static final String[] HTTP = {
    "org.springframework.web..",
    "org.springframework.http..",
    "jakarta.servlet..",
    "dev.ensemble.http.."
  };
  private static final Set<String> INJECTING =
      Set.of("Autowired", "Value", "Inject", "Resource", "PersistenceContext");

  /** What reads a clock or draws an id, wherever it is not given one. */
  private static final Set<String> SOURCES_OF_CHANCE =
      Set.of(
          "java.lang.System.currentTimeMillis",
          "java.lang.System.nanoTime",
          "java.time.Clock.system",
          "java.time.Clock.systemUTC",
          "java.time.Clock.systemDefaultZone",
          "java.util.UUID.randomUUID");

  private final String base;

  private ArchitectureRules(String base) {
    this.base = base;
  }

  /**
   * Checks all rules over a service's main classes.
   *
   * @param basePackage the service's package, {@code dev.ensemble.order}
   * @throws AssertionError naming every violation of the first broken rule
   */
  public static void check(String basePackage) {
    check(basePackage, of(basePackage));
  }

  /**
   * Checks that in a flat package only the classes named hold statements and results of SQL, or a
   * Kafka client. Others may know how either of them fails.
   *
   * @throws AssertionError naming every violation of the first broken rule
   */
  public static void checkFlat(
      String basePackage, List<String> sqlClasses, List<String> kafkaClasses) {
    check(basePackage, ofFlat(basePackage, sqlClasses, kafkaClasses));
  }

  private static void check(String basePackage, Map<String, ArchRule> rules) {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(basePackage);
    rules.values().forEach(rule -> rule.check(classes));
  }

  /** The rules by name, for a service with this base package. */
  public static Map<String, ArchRule> of(String basePackage) {
    ArchitectureRules rules = new ArchitectureRules(basePackage);
    Map<String, ArchRule> byName = new LinkedHashMap<>();
    byName.put("domain is pure", rules.domainIsPure());
    for (String room : List.of("http", "events", "store")) {
      byName.put(room + " has no public types", rules.roomIsClosed(room));
      byName.put(room + " does not know its neighbours", rules.roomKnowsNoNeighbour(room));
    }
    byName.put("SQL stands in store", rules.sqlStandsInStore());
    byName.put("HTTP stays in http", rules.httpStaysInHttp());
    byName.put("Kafka is the library's", rules.kafkaIsTheLibrarys());
    byName.put("services never know each other", rules.servicesNeverKnowEachOther());
    byName.put("ids and times come from outside", rules.idsAndTimesComeFromOutside());
    byName.put("fields are not injected", rules.fieldsAreNotInjected());
    return byName;
  }

  /** The rules by name, for a module of one room. */
  static Map<String, ArchRule> ofFlat(
      String base, List<String> sqlClasses, List<String> kafkaClasses) {
    return Map.of(
        "few speak SQL",
        onlyTheseKnow(
            base, sqlClasses, DataSource.class, Connection.class, Statement.class, ResultSet.class),
        "few speak to Kafka",
        onlyTheseKnow(base, kafkaClasses, Producer.class, Consumer.class, Admin.class));
  }

  private static ArchRule onlyTheseKnow(String base, List<String> names, Class<?>... secrets) {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .and(
            DescribedPredicate.describe(
                "are not of " + names,
                c ->
                    names.stream()
                        .map(name -> base + "." + name)
                        .noneMatch(
                            name ->
                                c.getName().equals(name) || c.getName().startsWith(name + "$"))))
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are or implement one of " + Stream.of(secrets).map(Class::getSimpleName).toList(),
                c -> Stream.of(secrets).anyMatch(c::isAssignableTo)))
        .because("who looks for it finds it in few files");
  }

  private ArchRule domainIsPure() {
    return classes()
        .that()
        .resideInAPackage(base + ".domain..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(base + ".domain..", "java..", "org.jspecify.."))
        .because("the domain is values and decisions, testable in microseconds");
  }

  private ArchRule roomIsClosed(String room) {
    return classes()
        .that()
        .resideInAPackage(base + "." + room + "..")
        .and()
        .areTopLevelClasses()
        .should()
        .notBePublic()
        .because("rooms meet in application");
  }

  private ArchRule roomKnowsNoNeighbour(String room) {
    String[] neighbours =
        List.of("http", "events", "store").stream()
            .filter(other -> !other.equals(room))
            .map(other -> base + "." + other + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(base + "." + room + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(neighbours)
        .because("rooms meet in application");
  }

  private ArchRule sqlStandsInStore() {
    return noClasses()
        .that(resideInAPackage(base + "..").and(outside("store")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(SQL)
        .because("who looks for a statement finds it in one room");
  }

  private ArchRule httpStaysInHttp() {
    return noClasses()
        .that(resideInAPackage(base + "..").and(outside("http")))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(HTTP)
        .because("a use case answers with an outcome, and http says it in HTTP's words");
  }

  private ArchRule kafkaIsTheLibrarys() {
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.kafka..")
        .because("a service tells facts and reacts to them; the library knows the broker");
  }

  private ArchRule servicesNeverKnowEachOther() {
    String[] others =
        SERVICES.stream()
            .filter(service -> !service.equals(base))
            .map(service -> service + "..")
            .toArray(String[]::new);
    return noClasses()
        .that()
        .resideInAPackage(base + "..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(others)
        .because("services share facts, not code");
  }

  private ArchRule idsAndTimesComeFromOutside() {
    DescribedPredicate<JavaAccess<?>> drawn =
        DescribedPredicate.describe(
            "reads a clock or draws an id without being given one",
            access -> SOURCES_OF_CHANCE.contains(nameOf(access)) || readsTheSystemClock(access));
    return noClasses()
        .that()
        .resideInAnyPackage(base + ".domain..", base + ".application..")
        .should()
        .accessTargetWhere(drawn)
        .because("a test must be able to set them");
  }

  private static String nameOf(JavaAccess<?> access) {
    return access.getTargetOwner().getName() + "." + access.getName();
  }

  /** {@code now} of any type of java.time, unless it is handed a clock. */
  private static boolean readsTheSystemClock(JavaAccess<?> access) {
    return access.getName().equals("now")
        && access.getTargetOwner().getPackageName().startsWith("java.time")
        && access.getTarget() instanceof CodeUnitAccessTarget now
        && now.getRawParameterTypes().stream().noneMatch(type -> type.isEquivalentTo(Clock.class));
  }

  private ArchRule fieldsAreNotInjected() {
    return noFields()
        .that()
        .areDeclaredInClassesThat()
        .resideInAPackage(base + "..")
        .should()
        .beAnnotatedWith(
            DescribedPredicate.describe(
                "annotation that injects",
                annotation -> INJECTING.contains(annotation.getRawType().getSimpleName())))
        .because("a constructor says what an object needs");
  }

  private DescribedPredicate<JavaClass> outside(String room) {
    return DescribedPredicate.not(resideInAPackage(base + "." + room + ".."));
  }
}
