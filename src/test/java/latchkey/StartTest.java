package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import latchkey.cli.Cli;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Starts of the real program that must fail, and first starts that were cut short.
class StartTest {
  private static final String[] ANY_PORTS = {"--port", "0", "--management-port", "0"};

  @TempDir Path folder;

  private Path data() {
    return folder.resolve("data");
  }

  // What is refused

  @Test
  void anUnknownFlagIsRefused() {
    refused(Cli.BAD_USAGE, Map.of(), "--prt", "0").contains("--prt", "did you mean --port?");
  }

  @Test
  void anUnknownVariableIsRefused() {
    refused(Cli.BAD_USAGE, Map.of("LATCHKEY_PRT", "0"), ANY_PORTS)
        .contains("LATCHKEY_PRT", "did you mean LATCHKEY_PORT?");
  }

  @Test
  void anUnknownSettingInTheFileIsRefused() throws IOException {
    Files.createDirectory(data());
    Files.writeString(data().resolve("latchkey.yaml"), "prot: 0\n");
    refused(Cli.BAD_USAGE, Map.of(), ANY_PORTS).contains("latchkey.yaml", "prot");
  }

  @ParameterizedTest
  @ValueSource(strings = {"--port", "--management-port"})
  void aPortInUseIsRefusedBeforeTheFirstStartMakesAnything(String flag) throws IOException {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = Integer.toString(other.getLocalPort());
      String otherFlag = flag.equals("--port") ? "--management-port" : "--port";
      refused(Cli.START_FAILED, Map.of(), flag, port, otherFlag, "0")
          .contains("127.0.0.1:" + port, "in use");
      assertThat(data()).doesNotExist();
    }
  }

  @Test
  void aPathThatIsNoFolderIsRefused() throws IOException {
    Files.writeString(data(), "a file");
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains(data().toString());
  }

  @Test
  void aReadOnlyFolderIsRefusedAtTheFirstStart() throws IOException {
    Files.createDirectory(data());
    try (SmallDisk disk = SmallDisk.memory(data())) {
      disk.makeReadOnly();
      refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains(data() + " cannot be written to");
    }
  }

  @Test
  void aReadOnlyFolderIsRefusedAtALaterStart() throws IOException {
    Files.createDirectory(data());
    try (SmallDisk disk = SmallDisk.memory(data())) {
      try (Child first = Child.server(data())) {
        first.url();
      }
      disk.makeReadOnly();
      refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains(data() + " cannot be written to");
    }
  }

  @Test
  void aDatabaseWithoutItsKeysetIsRefused() throws IOException {
    makeInstallation(data());
    Files.delete(data().resolve("keyset.json"));
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS)
        .contains(data().toString(), "no keyset.json", "backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 50})
  void aTruncatedKeysetIsRefused(int length) throws IOException {
    makeInstallation(data());
    truncate(data().resolve("keyset.json"), length);
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains("keyset.json", "damaged", "backup");
  }

  @Test
  void theKeysetOfAnotherInstallationIsRefused() throws IOException {
    makeInstallation(data());
    makeInstallation(folder.resolve("other"));
    Files.copy(
        folder.resolve("other/keyset.json"),
        data().resolve("keyset.json"),
        StandardCopyOption.REPLACE_EXISTING);
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS)
        .contains(idOfKeyset(data()), "no key would verify");
  }

  @Test
  void aFileThatIsNoDatabaseIsRefused() throws IOException {
    makeInstallation(data());
    Files.writeString(
        data().resolve("latchkey.db"), "not a database, but long enough.".repeat(500));
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains("latchkey.db", "not a database");
  }

  @Test
  void aFolderInUseThatHasLostItsDatabaseIsRefused() throws IOException {
    makeInstallation(data());
    Files.delete(data().resolve("latchkey.db"));
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains("latchkey.db", "missing", "backup");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, 4096, 3 * 4096, 3 * 4096 + 7})
  void aTruncatedDatabaseIsRefused(int length) throws IOException {
    makeInstallation(data());
    truncate(data().resolve("latchkey.db"), length);
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains("latchkey.db");
  }

  @Test
  void aDatabaseOfANewerProgramIsRefused() throws IOException {
    makeInstallation(data());
    try (Database database =
        Database.open(new Location.Sqlite(data().resolve("latchkey.db")), () -> 1)) {
      database.write(
          tx ->
              tx.handle()
                  .execute(
                      """
                      INSERT INTO flyway_schema_history
                        (installed_rank, version, description, type, script, checksum, installed_by, execution_time, success)
                      SELECT 999, '999', 'future', type, 'V999__future.sql', 1, 'me', 1, success
                      FROM flyway_schema_history WHERE version = '1'
                      """));
    }
    refused(Cli.START_FAILED, Map.of(), ANY_PORTS).contains("newer Latchkey", "999");
  }

  @Test
  void aFolderThatAnotherProcessUsesIsRefused() {
    try (Child other = Child.server(data())) {
      other.url();
      refused(Cli.START_FAILED, Map.of(), ANY_PORTS)
          .contains("another Latchkey", data().toString());
    }
  }

  // What a start makes

  @Test
  void onlyTheOwnerCanReadWhatTheFirstStartMakes() throws IOException {
    Latchkey server = start();
    try (Stream<Path> made = Files.walk(data())) {
      for (Path path : made.toList()) {
        assertThat(Folders.mode(path))
            .as(path.toString())
            .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------");
      }
    } finally {
      server.stop();
    }
    assertThat(Folders.listing(data()))
        .containsKeys("keyset.json", "latchkey.db", "latchkey.lock", "usage");
  }

  @Test
  void aFirstStartGoesOnWhereAnEarlierOneWasKilledAfterTheFolder() throws IOException {
    Files.createDirectory(data());
    goesOn();
  }

  @Test
  void aFirstStartGoesOnWhereAnEarlierOneWasKilledWhileItWroteTheKeyset() throws IOException {
    Files.createDirectory(data());
    Files.writeString(data().resolve("keyset.json.new"), "{\"id\" : \"half");
    goesOn();
  }

  @Test
  void aFirstStartGoesOnWhereAnEarlierOneWasKilledAfterTheKeyset() throws IOException {
    makeKeyset();
    String id = idOfKeyset(data());
    goesOn();
    assertThat(idOfKeyset(data())).isEqualTo(id);
  }

  @Test
  void aFirstStartGoesOnWhereAnEarlierOneWasKilledWithAnEmptyDatabase() throws IOException {
    makeKeyset();
    String id = idOfKeyset(data());
    Files.createFile(data().resolve("latchkey.db"));
    goesOn();
    assertThat(idOfKeyset(data())).isEqualTo(id);
  }

  @Test
  void aFirstStartGoesOnWhereAnEarlierOneWasKilledBeforeTheDatabaseKnewItsKeyset()
      throws IOException {
    makeKeyset();
    Path database = data().resolve("latchkey.db");
    Database.open(new Location.Sqlite(database), () -> 1).close();
    goesOn();
  }

  private void goesOn() {
    start().stop();
    start().stop(); // what it made is whole
  }

  private Latchkey start() {
    return Latchkey.start(settings(data()));
  }

  private static Settings settings(Path data) {
    return Settings.of(
        Map.of(Setting.DATA, data.toString(), Setting.PORT, "0", Setting.MANAGEMENT_PORT, "0"));
  }

  private void makeKeyset() throws IOException {
    makeInstallation(folder.resolve("other"));
    Files.createDirectory(data());
    Files.copy(folder.resolve("other/keyset.json"), data().resolve("keyset.json"));
  }

  private static void makeInstallation(Path path) {
    Latchkey.start(settings(path)).stop();
  }

  private static String idOfKeyset(Path path) {
    return Keyset.read(path.resolve("keyset.json")).orElseThrow().id();
  }

  private static void truncate(Path file, int length) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(length);
    }
  }

  /// What the program says when it refuses to start.
  private record Refusal(String line) {
    void contains(String... words) {
      assertThat(line).contains(words);
    }
  }

  /// Runs the program, which must say one line, end with that code, and change nothing.
  private Refusal refused(int code, Map<String, String> environment, String... arguments) {
    Map<String, String> before = known();
    String[] all =
        Stream.concat(
                List.of("serve", "--data", data().toString()).stream(), Arrays.stream(arguments))
            .toArray(String[]::new);
    try (Child child = Child.program(environment, all)) {
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(code);
      assertThat(child.complaints().lines()).hasSize(1);
      assertThat(known()).isEqualTo(before);
      assertThat(child.complaints()).startsWith("latchkey: ");
      return new Refusal(child.complaints());
    }
  }

  /// All but SQLite's shared memory, in which also readers leave marks.
  private Map<String, String> known() {
    Map<String, String> listing = new TreeMap<>(Folders.listing(data()));
    listing.remove("latchkey.db-shm");
    return listing;
  }

  // The first owner

  @Test
  void aLinkIsPrintedUntilSomebodyHasMadeTheFirstOrganizationWithIt() throws Exception {
    String before;
    try (Child first = Child.server(data())) {
      String _ = first.url();
      before = setupToken(first);
    }
    try (Child second = Child.server(data())) {
      String url = second.url();
      String token = setupToken(second);
      assertThat(setUp(url, before)).isEqualTo(400);
      assertThat(setUp(url, token)).isEqualTo(201);
    }
    try (Child third = Child.server(data())) {
      String _ = third.url();
      third.terminate();
      assertThat(third.out().lines()).isEmpty();
    }
  }

  private static String setupToken(Child server) {
    String _ = server.line("Nobody runs it yet");
    String link = server.line("  http://localhost:");
    return link.substring(link.indexOf("/setup#") + "/setup#".length());
  }

  private static int setUp(String url, String token) throws Exception {
    String body =
        """
        {"token":"%s","email":"ann@example.com","firstName":"Ann","lastName":"Lee",
         "password":"a long enough password","organization":"First"}
        """
            .formatted(token);
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create(url + "/api/v1/setup"))
                  .header("Content-Type", "application/json")
                  .POST(HttpRequest.BodyPublishers.ofString(body))
                  .build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }
}
