package latchkey;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/// Who may know whom: the picture in ARCHITECTURE.md.
@AnalyzeClasses(packages = "latchkey", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest static final ArchRule accessIsPure = knows("access");
  @ArchTest static final ArchRule limitsArePure = knows("limits");
  @ArchTest static final ArchRule cryptoIsALeaf = knows("crypto");
  @ArchTest static final ArchRule dbIsALeaf = knows("db");
  @ArchTest static final ArchRule mailIsALeaf = knows("mail", "crypto");
  @ArchTest static final ArchRule httpIsALeaf = knows("http");
  @ArchTest static final ArchRule csvIsALeaf = knows("csv");
  @ArchTest static final ArchRule opsIsALeaf = knows("ops", "http");
  @ArchTest static final ArchRule settingsKnowSecrets = knows("settings", "crypto", "mail");
  @ArchTest static final ArchRule cliKnowsSettingsAndSecrets = knows("cli", "settings", "crypto");
  @ArchTest static final ArchRule openIdKnowsSecrets = knows("openid", "crypto");
  @ArchTest static final ArchRule usageKnowsTheRecordOnly = knows("usage", "db", "access");

  @ArchTest
  static final ArchRule importsMakeContacts =
      knows("imports", "crm", "audit", "crypto", "csv", "db");

  @ArchTest static final ArchRule idempotencyKnowsTheRecord = knows("idempotency", "db", "crypto");

  @ArchTest
  static final ArchRule keysKnowNoOtherRoom =
      knows("keys", "access", "audit", "limits", "crypto", "db");

  @ArchTest
  static final ArchRule adviceKnowsWhatKeysDid =
      knows("advice", "keys", "usage", "gate", "people", "access", "db");

  @ArchTest static final ArchRule auditKnowsTheRecordOnly = knows("audit", "db", "crypto", "csv");

  @ArchTest
  static final ArchRule filesKnowTheRecordOnly = knows("files", "crm", "db", "audit", "crypto");

  @ArchTest
  static final ArchRule formsKnowContacts = knows("forms", "crm", "outbox", "db", "audit");

  @ArchTest static final ArchRule agentsKnowTheRecordOnly = knows("agents", "db", "audit");

  @ArchTest static final ArchRule outboxKnowsTheRecordOnly = knows("outbox", "db");

  @ArchTest
  static final ArchRule crmKnowsItsOutbox =
      knows("crm", "access", "db", "audit", "outbox", "crypto");

  @ArchTest
  static final ArchRule peopleKnowKeys =
      knows("people", "keys", "access", "limits", "crypto", "mail", "audit", "db");

  @ArchTest
  static final ArchRule theGateKnowsWhatItDecidesOver =
      knows("gate", "keys", "access", "limits", "usage", "crypto");

  @ArchTest
  static final ArchRule noRoomEverSeesADoor =
      noClasses()
          .that()
          .resideOutsideOfPackages("latchkey", "latchkey.doors..", "latchkey.jte..") // their pages
          .should()
          .dependOnClassesThat()
          .resideInAPackage("latchkey.doors..");

  @ArchTest
  static final ArchRule doorsNeverKnowEachOther =
      slices().matching("latchkey.doors.(*)..").should().notDependOnEachOther();

  @ArchTest
  static final ArchRule nothingGoesInCircles =
      slices().matching("latchkey.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule onlyHttpTouchesTheServerLibrary =
      noClasses()
          .that()
          .resideOutsideOfPackage("latchkey.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.netty..");

  /// The command line lays SQLite's library where the start script points; nothing else.
  @ArchTest
  static final ArchRule onlyDbKnowsWhichEngineItIs =
      noClasses()
          .that()
          .resideOutsideOfPackages("latchkey.db..", "latchkey.cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.sqlite..", "org.postgresql..", "com.zaxxer..", "org.flywaydb..");

  /// A package of ours, the others of ours that it may know, and any library.
  private static ArchRule knows(String name, String... others) {
    String[] allowed = new String[others.length + 1];
    allowed[0] = "latchkey." + name + "..";
    for (int i = 0; i < others.length; i++) {
      allowed[i + 1] = "latchkey." + others[i] + "..";
    }
    return classes()
        .that()
        .resideInAPackage("latchkey." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            Predicates.resideOutsideOfPackages("latchkey..")
                .or(Predicates.resideInAnyPackage(allowed)))
        .because("ARCHITECTURE.md draws it so");
  }
}
