package io.zonekeep.testing;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The server is started, never imported: it is of a newer Java than the tests may be. */
@AnalyzeClasses(packages = "io.zonekeep.testing", importOptions = DoNotIncludeTests.class)
final class ArchitectureTest {
  @ArchTest
  static final ArchRule itKnowsTheClientAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "java..",
              "org.jspecify..",
              "org.junit.jupiter.api..",
              "org.testcontainers..",
              "io.zonekeep.client",
              "io.zonekeep.testing");
}
