package io.zonekeep;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between modules; only this one sees them all. */
@AnalyzeClasses(packages = "io.zonekeep", importOptions = DoNotIncludeTests.class)
class ModulesTest {
  @ArchTest
  static final ArchRule serverNeverSeesTheClient =
      noClasses()
          .that()
          .resideInAPackage("io.zonekeep.server..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.zonekeep.client..",
              "io.zonekeep.cli..",
              "io.zonekeep.servlet..",
              "io.zonekeep.testing..");

  @ArchTest
  static final ArchRule clientNeverSeesTheServer =
      noClasses()
          .that()
          .resideInAnyPackage(
              "io.zonekeep.client..",
              "io.zonekeep.cli..",
              "io.zonekeep.servlet..",
              "io.zonekeep.testing..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.zonekeep.server..");

  @ArchTest
  static final ArchRule clientsKnowTheCoreAndNotEachOther =
      slices().matching("io.zonekeep.(cli|servlet|testing)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nobodySeesWholeClusterRuns =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              "io.zonekeep.bench..",
              "io.zonekeep.cluster..",
              "io.zonekeep.demo..",
              "io.zonekeep.history..",
              "io.zonekeep.zones..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.zonekeep.bench..",
              "io.zonekeep.cluster..",
              "io.zonekeep.demo..",
              "io.zonekeep.history..",
              "io.zonekeep.zones..");

  @ArchTest
  static final ArchRule springStaysInItsModule =
      noClasses()
          .that()
          .resideOutsideOfPackages("io.zonekeep.spring..", "io.zonekeep.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.springframework..", "io.zonekeep.spring..");

  @ArchTest
  static final ArchRule onlyTheBenchmarkSeesRedis =
      noClasses()
          .that()
          .resideOutsideOfPackage("io.zonekeep.bench..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.lettuce..", "org.springframework.data..", "org.springframework.session.data..");

  @ArchTest
  static final ArchRule springNeverSeesTheServer =
      noClasses()
          .that()
          .resideInAPackage("io.zonekeep.spring..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.zonekeep.server..");
}
