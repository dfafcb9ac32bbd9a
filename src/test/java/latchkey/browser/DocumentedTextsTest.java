package latchkey.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import latchkey.ManageClient;
import latchkey.TestServer;
import latchkey.people.Role;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/// The words that people know from the documented systems: titles, labels, columns, empty states,
/// warnings and toasts, to the letter.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentedTextsTest {
  private static final Pattern HEADING = Pattern.compile("<th[^>]*>([^<]*)</th>");

  private TestServer server;
  private Wire owner;

  @BeforeAll
  void start() {
    server = TestServer.start();
    owner = Wire.session(server, server.session(Role.OWNER));
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private static String body(HttpResponse<String> page) {
    assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
    return page.body().replace("&amp;", "&");
  }

  private String page(String path) {
    return body(owner.get(Places.filled(server, path)));
  }

  /// What a form's answer says, or the page that it leads to, with its toast.
  private String sent(String path, String... fields) {
    String[] all =
        Stream.concat(Stream.of("_csrf", owner.csrf()), Stream.of(fields)).toArray(String[]::new);
    HttpResponse<String> answer = owner.postFromHere(Places.filled(server, path), all);
    if (answer.statusCode() != 303) {
      return body(answer);
    }
    String cookies =
        "latchkey_session=%s; latchkey_toast=%s"
            .formatted(
                owner.session().orElseThrow(),
                Wire.cookie(answer, "latchkey_toast").orElse("none"));
    return body(
        server.get(answer.headers().firstValue("Location").orElseThrow(), "Cookie", cookies));
  }

  private static List<String> columns(String page) {
    List<String> columns = new ArrayList<>();
    Matcher heading = HEADING.matcher(page);
    while (heading.find()) {
      columns.add(heading.group(1));
    }
    return columns;
  }

  @Test
  void apiPermissions() {
    String keys = page("/keys");
    assertThat(keys)
        .contains(
            ">API Permission<",
            "Manage API keys and their permissions for external integrations.",
            "Add API Key",
            ">Contacts<",
            ">Active<",
            ">Revoked / Expired<");
    assertThat(columns(keys)).contains("Name", "Access", "Created");
    assertThat(page("/keys/{keyId}/delete"))
        .contains("permanently deleted", "Any applications using this key will lose access.");
    assertThat(page("/agents/{agentId}")).contains("Channels & API", "API Permissions");
    assertThat(page("/settings"))
        .containsPattern(
            "(?s)<a class=\"btn small\" href=\"/keys\"><svg.{0,300}</svg>\\s*API Permissions</a>");
    assertThat(page("/keys/{keyId}")).contains("IP Address");
    Wire elsewhere = Wire.session(server, server.sessionElsewhere());
    assertThat(body(elsewhere.get("/keys"))).contains("No API keys yet.");
  }

  @Test
  void theWizard() {
    assertThat(page("/keys/new"))
        .contains(
            "Step 1 of 2",
            "Enter basic information",
            ">Name<",
            "maxlength=\"100\"",
            ">Description ",
            "maxlength=\"500\"",
            ">IP Address ",
            "placeholder=\"192.168.1.1, 10.0.0.1\"",
            ">Next<");
    assertThat(sent("/keys/new", "do", "next", "name", "Production sync"))
        .contains(
            "Step 2 of 2",
            "Configure permissions",
            "Contact Access",
            "Document Extraction Access",
            ">Create<",
            "Add new records",
            ">Read<",
            "Retrieve existing records",
            ">Update<",
            "Change existing records",
            ">Delete<",
            "Remove records",
            ">Give Access<");
    assertThat(
            sent(
                "/keys/new",
                "do",
                "give",
                "name",
                "Documents",
                "environment",
                "live",
                "permission",
                "document-extraction.read"))
        .contains(
            "API key created successfully.",
            "Copy API Key",
            "data-toast=\"API key copied to clipboard\"",
            "Copy Connection Info",
            "Name: Documents",
            "API Key: lk_live_",
            "Base URL: " + server.url(),
            "OPENAI_API_KEY=",
            "OPENAI_BASE_URL=",
            "ANTHROPIC_AUTH_TOKEN=",
            "ANTHROPIC_BASE_URL=");
    assertThat(page("/keys?search=Documents")).contains(">Documents</span>");
    String reach = "permission";
    assertThat(
            sent(
                "/keys/new",
                "do",
                "give",
                "name",
                "All",
                "environment",
                "live",
                reach,
                "contacts.read",
                reach,
                "document-extraction.read"))
        .contains("Name: All");
    assertThat(page("/keys?search=All"))
        .contains(">Contacts</span>", ">Documents</span>", "Whole workspace");
    withdraw("All");
    assertThat(page("/keys?search=All")).contains(">No access</span>");
    assertThat(
            sent(
                "/keys/{keyId}/edit",
                "do",
                "save",
                "name",
                "Renamed",
                "environment",
                "live",
                "permission",
                "contacts.read"))
        .contains("API key updated successfully.");
  }

  /// As when what a key was granted is not there any more.
  private void withdraw(String key) {
    int keys =
        server
            .database()
            .write(
                tx ->
                    tx.handle()
                        .createUpdate(
                            """
                            UPDATE api_key SET permissions = 'gone.read'
                            WHERE org_id = :org AND name = :name
                            """)
                        .bind("org", server.organization())
                        .bind("name", key)
                        .execute());
    assertThat(keys).isEqualTo(1);
  }

  @Test
  void sealedCopies() {
    ManageClient manager = ManageClient.key(server, server.managementToken());
    String organization = "/api/v1/organizations/" + server.organization();
    String version = manager.get(organization).headers().firstValue("ETag").orElseThrow();
    HttpResponse<String> sealed =
        manager.send("PATCH", organization, "{\"sealedCopies\":true}", "If-Match", version);
    assertThat(sealed.statusCode()).as(sealed.body()).isEqualTo(200);
    assertThat(page("/keys"))
        .contains(
            "Copy API Key", "data-toast=\"API key copied to clipboard\"", "Copy Connection Info");
  }

  @Test
  void teams() {
    String teams = page("/teams");
    assertThat(teams)
        .contains(">Teams<", "Invite and manage your team members and their roles.", "New Member");
    assertThat(columns(teams)).contains("Members", "Since", "Role", "Progress");
    assertThat(teams).contains(">Active</option>", ">Invited</option>", ">Suspended</option>");
    assertThat(page("/teams/invite"))
        .contains("Invite Team Member", "member@example.com", ">Role<", ">Send Invite<");
  }

  @Test
  void auditLogs() {
    String log = page("/audit-logs");
    assertThat(log).contains(">Audit Logs<", "Activity across your organisation");
    assertThat(columns(log))
        .containsSubsequence("User", "Description", "Action", "Resource", "Status", "Timestamp");
    assertThat(log).contains(">Create<", ">Read<", ">Update<", ">Delete<", ">Login<", ">Logout<");
    assertThat(log).contains(">Success<", ">Failed<");
    Wire member = Wire.session(server, server.session(Role.MEMBER));
    assertThat(body(member.get("/audit-logs")))
        .contains("Your recent activity across the platform.")
        .doesNotContain("Activity across your organisation");
  }

  @Test
  void agentsAndWhoSomebodyIs() {
    assertThat(page("/agents")).contains("+ New Agent");
    assertThat(page("/agents/new")).contains("General Agent", "Medical Agent");
    assertThat(sent("/profile", "firstName", "Olga", "lastName", "Owner"))
        .contains("Profile updated successfully");
  }

  @Test
  void contacts() {
    HttpResponse<String> agent =
        ManageClient.key(server, server.managementToken())
            .send("POST", "/api/v1/agents", "{\"kind\":\"general\",\"name\":\"New\"}");
    String list =
        agent.headers().firstValue("Location").orElseThrow().substring("/api/v1".length())
            + "/contacts";
    assertThat(page(list)).contains("No contacts yet. Add your first contact to get started.");
    assertThat(page(list + "/add"))
        .contains(
            "Select how you want to add contact",
            "Add a Single Person",
            "Manually add new users, one at a time.",
            ">CSV<",
            "Import a list of people from other system with a CSV file.");
    assertThat(page(list + "/new"))
        .contains(
            "Add New Contact",
            "Basic Information",
            "Default fields available in every workspace",
            ">Name",
            ">Email ID",
            ">Mobile Number");
    assertThat(sent(list + "/new", "name", "Zoe", "email", "zoe@example.com"))
        .contains(
            "Contact Details",
            ">Owner<",
            ">Stage<",
            ">Status<",
            ">General<",
            "Edit details",
            ">Form<",
            ">Chat Conversation<",
            ">Notes<",
            ">Files<");
    assertThat(page("/agents/{agentId}/contacts/{contactId}?tab=chat"))
        .contains("Click on any conversation to view it in detail.");
    assertThat(page(list + "/likely?email=zoe@example.com"))
        .contains("A user with similar details already exists");
    String contacts = page(list);
    assertThat(contacts)
        .contains("You have 1 contact. Click any contact to view its details.", "Search contacts")
        .contains("Add Contact");
    assertThat(columns(contacts))
        .containsSubsequence("Name", "Primary Email", "Mobile Number", "Gender", "Status");
  }

  @Test
  void automations() {
    assertThat(page("/agents/{agentId}/automations"))
        .contains(
            ">CRM Automations<",
            "Configure what happens automatically when a contact is created.",
            "Contact created",
            "Admin Assignment",
            "Contact Stage",
            "Manually created contact",
            "An admin adds the contact.",
            "Agent captured contact",
            "Captured from the chatbot.",
            "Creator of the contact",
            "Owner of the Org",
            "Selected Admin",
            "Round Robin",
            "None");
  }

  @Test
  void theOrganizationsName() {
    Matcher version =
        Pattern.compile("name=\"_version\" value=\"(\\d+)\"").matcher(page("/settings"));
    assertThat(version.find()).isTrue();
    assertThat(
            sent("/settings", "part", "name", "_version", version.group(1), "name", "Northwind 2"))
        .contains("Organisation name updated successfully.");
  }
}
