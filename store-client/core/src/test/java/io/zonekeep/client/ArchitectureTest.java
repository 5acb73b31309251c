package io.zonekeep.client;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

final class ArchitectureTest {
  private static final String EXPERIMENTAL = "io.grpc.ExperimentalApi";
  private static final String INTERNAL = "io.grpc.Internal";

  private final JavaClasses classes =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.zonekeep.client");

  @Test
  void theClientKnowsNothingOfTheServer() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.zonekeep.server..", "org.apache.ratis..", "org.springframework..")
        .check(classes);
  }

  @Test
  void grpcsExperimentalApiStaysInItsRoom() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.zonekeep.client.discovery")
        .should()
        .dependOnClassesThat(
            DescribedPredicate.describe(
                "are experimental or internal in gRPC", ArchitectureTest::experimental))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage("io.grpc.netty..", "io.grpc.internal..", "org.xbill..")
        .check(classes);
  }

  @Test
  void theRoomDoesNotLookBack() {
    noClasses()
        .that()
        .resideInAPackage("io.zonekeep.client.discovery")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.zonekeep.client")
        .check(classes);
  }

  private static boolean experimental(JavaClass type) {
    return type.isAnnotatedWith(EXPERIMENTAL) || type.isAnnotatedWith(INTERNAL);
  }
}
