package dev.ensemble.payment;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ensemble.testkit.ArchitectureRules;
import org.junit.jupiter.api.Test;

class ArchitectureTest {
  private static final String BASE = "dev.ensemble.payment";

  @Test
  void each_room_knows_only_whom_it_may_know() {
    ArchitectureRules.check(BASE);
  }

  @Test
  void one_room_alone_knows_the_providers_sdk() {
    noClasses()
        .that()
        .resideInAPackage(BASE + "..")
        .and()
        .resideOutsideOfPackage(BASE + ".provider..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("com.stripe..")
        .because("without a provider no class of it is loaded")
        .check(
            new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(BASE));
  }

  @Test
  void the_line_protocol_is_a_door_like_http() {
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".stdio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(BASE + ".http..", BASE + ".events..", BASE + ".store..")
        .because("rooms meet in application")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(BASE + ".stdio..")
        .and()
        .doNotHaveSimpleName("Stdio")
        .and()
        .areTopLevelClasses()
        .should()
        .bePublic()
        .because("the process begins in one place")
        .check(classes);
    noClasses()
        .that()
        .resideInAPackage(BASE + "..")
        .and()
        .resideOutsideOfPackage(BASE + ".stdio..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.commons.compress..", "org.tukaani..")
        .because("the service over HTTP unpacks no database")
        .check(classes);
  }
}
