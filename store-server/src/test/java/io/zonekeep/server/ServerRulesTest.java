package io.zonekeep.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the rooms of the server point one way: api -> replication -> state. */
@AnalyzeClasses(packages = "io.zonekeep.server", importOptions = DoNotIncludeTests.class)
class ServerRulesTest {
  private static final String SERVER = "io.zonekeep.server";

  @ArchTest
  static final ArchRule theStateKnowsTheJdkAlone =
      classes()
          .that()
          .resideInAPackage(SERVER + ".state..")
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage("java..", "org.jspecify..", SERVER + ".state..");

  @ArchTest
  static final ArchRule theStorageKnowsTheStateAlone =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".storage..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms("api", "replication", "health", "admin", "metrics", "config"));

  @ArchTest
  static final ArchRule onlyTheWiringKnowsTheStorage =
      noClasses()
          .that()
          .resideInAnyPackage(
              rooms("api", "replication", "state", "health", "admin", "metrics", "config"))
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER + ".storage..");

  @ArchTest
  static final ArchRule replicationLooksDownOnly =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".replication..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms("api", "health", "admin", "metrics", "config"));

  @ArchTest
  static final ArchRule whatStandsAboveSeesReplicationByItsPort =
      noClasses()
          .that()
          .resideInAnyPackage(rooms("api", "health", "admin", "metrics"))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(SERVER + ".replication.ratis..", SERVER + ".replication.peers..");

  @ArchTest
  static final ArchRule healthNeverTouchesData =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".health..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(rooms("api", "state", "storage", "admin", "metrics"));

  @ArchTest
  static final ArchRule nobodySeesTheWiring =
      noClasses()
          .that()
          .resideInAPackage(SERVER + ".*..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(SERVER);

  @ArchTest
  static final ArchRule ratisStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + ".replication.ratis..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.ratis..");

  @ArchTest
  static final ArchRule rocksDbStaysInItsRoom =
      noClasses()
          .that()
          .resideOutsideOfPackage(SERVER + ".storage..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.rocksdb..");

  /** The other nodes describe themselves in the client's words for roles and health. */
  @ArchTest
  static final ArchRule theClientsWireStaysInTheApi =
      noClasses()
          .that()
          .resideOutsideOfPackages(SERVER + ".api..", SERVER + ".replication.peers..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.zonekeep.v1..");

  @ArchTest
  static final ArchRule theServerNeverSeesTheClient =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.zonekeep.client..", "io.zonekeep.cli..");

  @ArchTest
  static final ArchRule theRoomsFormNoCircle =
      slices().matching(SERVER + ".(*)..").should().beFreeOfCycles();

  private static String[] rooms(String... names) {
    String[] packages = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      packages[i] = SERVER + "." + names[i] + "..";
    }
    return packages;
  }
}
