package latchkey;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import latchkey.agents.Agent;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Contact;
import latchkey.crm.Filter;
import latchkey.crm.Note;
import latchkey.crm.Place;
import latchkey.crm.Slice;
import latchkey.crm.Sort;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.TestDatabases;
import latchkey.doors.pages.Screen;
import latchkey.files.ContactFile;
import latchkey.files.Shelf;
import latchkey.forms.FormTerms;
import latchkey.forms.Forms;
import latchkey.forms.Submission;
import latchkey.forms.Submissions;
import latchkey.imports.Import;
import latchkey.imports.Imports;
import latchkey.keys.Keys;
import latchkey.people.Organization;
import latchkey.people.Person;
import latchkey.people.Role;
import latchkey.people.SignIn;
import latchkey.people.TestPeople;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import org.jspecify.annotations.Nullable;

/// The real server on real ports with the demo's data in it, for one test.
public final class TestServer implements AutoCloseable {
  /// That a request may take in a test.
  private static final Duration LONGEST = Duration.ofMinutes(1);

  private final Latchkey server;
  private final @Nullable DemoData data;
  private final HttpClient client = HttpClient.newHttpClient();
  private boolean closed;

  private TestServer(Latchkey server, @Nullable DemoData data) {
    this.server = server;
    this.data = data;
  }

  public static TestServer start() {
    return start(Map.of());
  }

  /// With these settings over those of a test: any free ports, a new data folder.
  public static TestServer start(Map<Setting<?>, String> more) {
    Latchkey server = bare(more);
    return new TestServer(
        server, DemoData.make(server.rooms(), 1, "lk", System.currentTimeMillis()));
  }

  /// As `latchkey demo` begins: with more keys and agents, a month of requests, and refusals.
  public static TestServer withAPast() {
    Latchkey server = bare(Map.of());
    return new TestServer(server, DemoPast.make(server, 1, "lk", System.currentTimeMillis()));
  }

  private static Latchkey bare(Map<Setting<?>, String> more) {
    Map<Setting<?>, String> flags = new LinkedHashMap<>();
    flags.put(Setting.DATA, newFolder().toString());
    flags.put(Setting.PORT, "0");
    flags.put(Setting.MANAGEMENT_PORT, "0");
    flags.putAll(more);
    return Latchkey.start(Settings.of(flags));
  }

  /// As after its very first start: nobody was ever here.
  public static TestServer empty() {
    return again(newFolder());
  }

  /// On the folder that another one has left; without its data's secrets.
  static TestServer again(Path folder) {
    return again(folder, Map.of());
  }

  static TestServer again(Path folder, Map<Setting<?>, String> more) {
    Map<Setting<?>, String> settings = new LinkedHashMap<>(more);
    settings.put(Setting.DATA, folder.toString());
    return new TestServer(bare(settings), null);
  }

  /// On that engine.
  public static TestServer on(TestDatabases engine) {
    return on(engine, Map.of());
  }

  public static TestServer on(TestDatabases engine, Map<Setting<?>, String> more) {
    Map<Setting<?>, String> settings = new LinkedHashMap<>(more);
    switch (engine.fresh()) {
      case Location.Sqlite _ -> {}
      case Location.Postgres postgres -> {
        settings.put(
            Setting.DATABASE_URL,
            postgres.url().replaceFirst("^jdbc:", "").replaceFirst("\\?.*", ""));
        settings.put(Setting.DATABASE_USER, postgres.user());
        settings.put(Setting.DATABASE_PASSWORD, postgres.password());
      }
    }
    return start(settings);
  }

  public static Path newFolder() {
    return Scratch.folder("server");
  }

  public String url() {
    return server.url();
  }

  public String managementUrl() {
    return server.managementUrl();
  }

  Latchkey server() {
    return server;
  }

  DemoData data() {
    return Objects.requireNonNull(data, "this server was started again");
  }

  /// The room that issues and revokes keys of this server.
  public Keys keys() {
    return server.rooms().keys();
  }

  /// Who makes people of this server.
  public Database database() {
    return server.database();
  }

  public TestPeople people() {
    return new TestPeople(server.database(), server.rooms().people().sessions());
  }

  /// The link by which somebody becomes the first owner.
  public String setupLink() {
    return server.rooms().people().setup().link().orElseThrow().reveal();
  }

  public String organization() {
    return data().organization().id();
  }

  /// The ids of the organization's agents.
  public List<String> agents() {
    return data().agents().stream().map(Agent::id).toList();
  }

  /// The token of the demo's key of that number.
  public String token(int key) {
    return data().keys().get(key).text().token().reveal();
  }

  public String managementToken() {
    return data().management().text().token().reveal();
  }

  /// The cookie's value of a new session of the demo's member of that role.
  public String session(Role role) {
    String person = resident(role).id();
    var step = server.rooms().people().signIn().proved(person, /* strong= */ true, Origin.NONE);
    return ((SignIn.Step.In) step).session().token().reveal();
  }

  private Person resident(Role role) {
    return data().people().stream()
        .filter(resident -> resident.role() == role)
        .findFirst()
        .orElseThrow()
        .person();
  }

  /// What all of the demo's people sign in with.
  public String password() {
    return data().password().reveal();
  }

  /// What stands behind the `#` of a first start's link.
  public String setupToken() {
    String link = server.rooms().people().setup().link().orElseThrow().reveal();
    return link.substring(link.indexOf('#') + 1);
  }

  /// The pages and what their forms do, as the program lists them.
  public static List<Screen> screens() {
    return Screens.all(Optional.empty());
  }

  /// The address that the demo's member of that role signs in with.
  public String email(Role role) {
    return resident(role).email().text();
  }

  /// One thing of the demo of each kind, by the name that paths have for its id.
  public Map<String, String> things() {
    return Map.ofEntries(
        Map.entry("organizationId", organization()),
        Map.entry("agentId", agents().getFirst()),
        Map.entry("contactId", contact()),
        Map.entry("noteId", note()),
        Map.entry("formId", submission().formId()),
        Map.entry("submissionId", submission().id()),
        Map.entry("importId", imported()),
        Map.entry("fileId", file()),
        Map.entry("listing", "stages"),
        Map.entry("place", "1"),
        Map.entry("key", "company"),
        Map.entry("keyId", data().keys().getFirst().key().id().toString()),
        Map.entry("memberId", resident(Role.VIEWER).id()),
        Map.entry("operatorId", resident(Role.OWNER).id()),
        Map.entry("invitationId", "inv_absent"),
        Map.entry("entryNumber", "1"),
        Map.entry("door", "verify"),
        Map.entry("part", "verify"),
        Map.entry("kind", "no_expiry"),
        Map.entry("provider", "absent"),
        Map.entry("sessionId", "absent"),
        Map.entry("passkeyId", "absent"),
        Map.entry("identityId", "absent"));
  }

  private Place place() {
    return new Place(organization(), agents().getFirst());
  }

  /// A contact with a note and a file.
  private String contact() {
    var oldest = Sort.parse("createdAt");
    return server
        .rooms()
        .crm()
        .contacts()
        .list(place(), Filter.NONE, oldest, Slice.page(1, 1))
        .contacts()
        .stream()
        .map(Contact::id)
        .findFirst()
        .orElse("absent");
  }

  private String note() {
    return server.rooms().crm().notes().list(place(), contact(), Optional.empty(), 1).stream()
        .map(Note::id)
        .findFirst()
        .orElse("absent");
  }

  /// An answer to the demo's form.
  private Submission submission() {
    Forms forms = server.rooms().crm().forms();
    Submissions all = Submissions.ofForm(published(forms), 1);
    return forms.submissions(place(), all).getFirst();
  }

  private String published(Forms forms) {
    return forms
        .list(place(), List.of(FormTerms.State.PUBLISHED), Optional.empty(), 0, 1)
        .getFirst()
        .id();
  }

  /// An import that waits to be started.
  private String imported() {
    Imports imports = server.imports();
    return imports.list(place(), Optional.empty(), 1).stream()
        .findFirst()
        .orElseGet(() -> imported(imports))
        .id();
  }

  private Import imported(Imports imports) {
    var content = new ByteArrayInputStream("name,email\nAnn,ann@example.com".getBytes(UTF_8));
    try (Imports.Arrived arrived = imports.arrive(content)) {
      var taken =
          imports.take(
              place(),
              "contacts.csv",
              Optional.empty(),
              Optional.empty(),
              arrived,
              By.system("test"));
      return ((Imports.Outcome.Done) taken).value();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String file() {
    Shelf shelf = new Shelf(organization(), agents().getFirst(), contact());
    return server.rooms().crm().files().list(shelf, 0, 1).stream()
        .map(ContactFile::id)
        .findFirst()
        .orElse("absent");
  }

  /// The session's cookie of a new owner of another organization than the demo's.
  public String sessionElsewhere() {
    String id = "org_elsewhere";
    server.rooms().organizations().create(Organization.named(id, "Elsewhere", "el"));
    return people().member(id, "elsewhere", Role.OWNER).token().reveal();
  }

  /// Every row of every table, to see whether something was changed.
  public Map<String, List<String>> everything() {
    return Rows.of(server.database());
  }

  public HttpResponse<String> get(String path, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url() + path));
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  /// Posts JSON with the management key.
  public HttpResponse<String> post(String path, String json) {
    return send(
        HttpRequest.newBuilder(URI.create(url() + path))
            .header("Authorization", "Bearer " + managementToken())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  /// Sends a request with a body of JSON, or with none if that is empty.
  ///
  /// @param headers names and values by turns, as in `more`, whose values replace theirs
  HttpResponse<String> send(
      List<String> headers, String method, String path, String json, String... more) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url() + path))
            .method(
                method, json.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (!json.isEmpty()) {
      request.header("Content-Type", "application/json");
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    for (int i = 0; i < more.length; i += 2) {
      request.setHeader(more[i], more[i + 1]);
    }
    return send(request);
  }

  public HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.timeout(LONGEST).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      client.close();
      server.stop();
    }
  }
}
