package io.zonekeep.spring.session;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.zonekeep.spring", "io.zonekeep.client");

  @Test
  void theClientKnowsNoSpring() {
    noClasses()
        .that()
        .resideInAPackage("io.zonekeep.client..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "io.zonekeep.spring..")
        .check(classes);
  }

  @Test
  void onlyTheAutoConfigurationKnowsBoot() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.zonekeep.spring.session.autoconfigure")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework.boot..",
            "io.micrometer..",
            "io.zonekeep.spring.session.autoconfigure")
        .check(classes);
  }

  @Test
  void theRepositoriesKnowNoConfiguration() {
    noClasses()
        .that()
        .resideInAnyPackage("io.zonekeep.spring.session", "io.zonekeep.spring.session.serializer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.zonekeep.spring.session.config..", "org.springframework.beans..")
        .check(classes);
  }

  @Test
  void theSerializersKnowNoStore() {
    noClasses()
        .that()
        .resideInAPackage("io.zonekeep.spring.session.serializer")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.zonekeep.client..", "io.zonekeep.spring.session")
        .check(classes);
  }

  @Test
  void theServersWireStaysInTheClient() {
    noClasses()
        .that()
        .resideInAPackage("io.zonekeep.spring..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "io.zonekeep.v1..")
        .check(classes);
  }
}
