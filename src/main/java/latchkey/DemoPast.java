package latchkey;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import latchkey.DemoTraffic.Flow;
import latchkey.DemoTraffic.Rhythm;
import latchkey.access.Address;
import latchkey.access.AddressList;
import latchkey.access.Query;
import latchkey.agents.Agent;
import latchkey.agents.Profile;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Place;
import latchkey.gate.Ask;
import latchkey.gate.Decider;
import latchkey.keys.Ceiling;
import latchkey.keys.Credential;
import latchkey.keys.Environment;
import latchkey.keys.IssuedKey;
import latchkey.keys.Key;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyTerms;
import latchkey.keys.Metadata;
import latchkey.keys.Outcome;
import latchkey.keys.PublicId;
import latchkey.keys.Retirement;
import latchkey.keys.RevocationReason;
import latchkey.keys.Scope;
import latchkey.keys.Tags;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Person;
import latchkey.people.Role;
import org.jspecify.annotations.Nullable;

/// What has happened in the demo's organization before somebody looks at it: half a year of keys
/// that came, changed and went, done through the rooms as people do it, and a month of requests.
///
/// The keys of the ready file are not used in it: what is tried with them counts from nothing.
final class DemoPast {
  private static final long DAY = Duration.ofDays(1).toMillis();
  private static final long MINUTE = Duration.ofMinutes(1).toMillis();
  private static final int AGE = 200;
  private static final OptionalLong ANY = OptionalLong.empty();

  private final Latchkey server;
  private final Rooms rooms;
  private final DemoData data;
  private final Random random;
  private final long now;
  private final String org;
  private final By olivia;
  private final By adam;
  private final By tom;
  private final Map<String, IssuedKey> keys = new HashMap<>();
  private final List<Flow> flows = new ArrayList<>();

  /// Makes the data, and its past.
  static DemoData make(Latchkey server, long seed, String keyPrefix, long now) {
    return server.database().durableAtTheEnd(() -> made(server, seed, keyPrefix, now));
  }

  private static DemoData made(Latchkey server, long seed, String keyPrefix, long now) {
    DemoData data =
        server
            .database()
            .at(now - AGE * DAY, () -> DemoData.make(server.rooms(), seed, keyPrefix, now));
    new DemoPast(server, data, new Random(~seed), now).happen();
    return data;
  }

  private DemoPast(Latchkey server, DemoData data, Random random, long now) {
    this.server = server;
    this.rooms = server.rooms();
    this.data = data;
    this.random = random;
    this.now = now;
    this.org = data.organization().id();
    this.olivia = by(Role.OWNER, origin("198.51.100.23", "Firefox/132.0 (Macintosh)"));
    this.adam = by(Role.ADMIN, origin("198.51.100.41", "Chrome/131.0 (Windows)"));
    this.tom = By.person("person_" + hex(), "Tom Former", origin("203.0.113.77", "Safari/18.1"));
  }

  private By by(Role role, Origin from) {
    Person person = person(role);
    return By.person(person.id(), person.name(), from);
  }

  private Person person(Role role) {
    return data.people().stream()
        .filter(resident -> resident.role() == role)
        .findFirst()
        .orElseThrow()
        .person();
  }

  private Origin origin(String address, String browser) {
    return new Origin(address, "Mozilla/5.0 " + browser, "req-" + hex());
  }

  private String hex() {
    byte[] bytes = new byte[12];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private <T> T ago(int days, Supplier<T> deed) {
    long minutes = (days * 37L + 25) % 300; // not all at the same time of the day
    return server.database().at(now - days * DAY - minutes * MINUTE, deed);
  }

  private void did(int days, Supplier<?> deed) {
    var _ = ago(days, deed);
  }

  private void happen() {
    String support = data.agents().getFirst().id();
    String intake = agent(190, Agent.Kind.MEDICAL, "Clinic intake");
    longAgo(support);
    String research = agent(120, Agent.Kind.GENERAL, "Research copilot");
    lastMonths(intake);
    lastWeeks();
    did(9, () -> rooms.agents().setStatus(org, research, ANY, Agent.Status.PAUSED, adam));
    signIn(Role.MANAGER, 3, "198.51.100.52");
    rotate();
    signIn(Role.OWNER, 1, "198.51.100.23");
    signIn(Role.ADMIN, 0, "198.51.100.41");
    new DemoTraffic(server.database(), org, new Random(random.nextLong()), now).flow(flows);
    refusals();
    contacts();
  }

  private void contacts() {
    Random names = new Random(random.nextLong());
    Person mara = person(Role.MANAGER);
    Person mo = person(Role.MEMBER);
    DemoCrm crm = new DemoCrm(server.database(), rooms.crm(), names, now, mara, mo);
    Place support = new Place(org, data.agents().getFirst().id());
    crm.make(support, 320);
    new DemoImports(
            server.imports(), support, by(Role.MANAGER, origin("198.51.100.52", "Safari/18.1")))
        .make();
    crm.make(new Place(org, data.agents().getLast().id()), 40);
  }

  private void longAgo(String support) {
    issue(190, tom, draft("Automation bridge", "*").limited(Limits.of(Limit.perMinute(600))));
    issue(185, tom, draft("Legacy importer", "contacts.*", "leads.*"));
    String pilot = agent(180, Agent.Kind.GENERAL, "Spring pilot");
    issue(
        150,
        olivia,
        described(
            draft("CRM mirror", "contacts.*", "leads.*", "calls.read"),
            "Copies contacts and leads to the CRM as they change.",
            "crm",
            "team:platform"));
    issue(140, adam, draft("Call analytics", "analytics.read", "calls.read").forAgent(support));
    did(130, () -> rooms.agents().setStatus(org, pilot, ANY, Agent.Status.ARCHIVED, olivia));
    change(
        125,
        "CRM mirror",
        was -> was.limited(Limits.of(Limit.perMinute(300), Limit.perHour(9_000))));
    flow("Automation bridge", Rhythm.OFFICE, 90, "203.0.113.9")
        .doing("contacts.read", 60)
        .doing("leads.create", 25);
    flow("Legacy importer", Rhythm.OFFICE, 0, "203.0.113.77").until(120);
    flow("CRM mirror", Rhythm.OFFICE, 420, "192.0.2.14", "192.0.2.15")
        .doing("contacts.read", 55)
        .doing("contacts.update", 25)
        .doing("leads.read", 15)
        .refused("contacts.read", "rate_limited", 2)
        .refused("agents.update", "permission_denied", 1);
    flow("Call analytics", Rhythm.NIGHTLY, 380, "10.20.0.7")
        .doing("analytics.read", 70)
        .doing("calls.read", 30);
  }

  private void lastMonths(String intake) {
    issue(
        95,
        adam,
        described(
            draft("Website forms", "contacts.create", "leads.create"),
            "The sign-up and call-back forms of northwind.example.",
            "web"));
    issue(90, olivia, draft("Document pipeline", "document-extraction.*").forAgent(intake));
    issue(
        75,
        olivia,
        described(draft("Partner portal", "contacts.read", "calls.read"), "", "partners")
            .from(AddressList.parse(List.of("192.0.2.0/24"))));
    issue(
        60,
        adam,
        described(draft("Data warehouse", "*.read"), "Nightly export.", "reporting")
            .valid(Validity.until(now + 5 * DAY)));
    flow("Website forms", Rhythm.ALWAYS, 160, "2001:db8:20::5", "2001:db8:20::6")
        .doing("leads.create", 80)
        .doing("contacts.create", 16)
        .refused("leads.create", "rate_limited", 5);
    flow("Partner portal", Rhythm.OFFICE, 70, "192.0.2.201", "192.0.2.202", "203.0.113.140")
        .doing("contacts.read", 60)
        .refused("contacts.read", "address_not_allowed", 18)
        .refused("contacts.update", "permission_denied", 12);
    flow("Data warehouse", Rhythm.NIGHTLY, 700, "10.20.0.9")
        .doing("contacts.read", 50)
        .doing("calls.read", 30)
        .doing("leads.read", 20);
  }

  private void lastWeeks() {
    issue(58, adam, draft("Mobile app, beta", "leads.read", "contacts.read"));
    issue(50, adam, draft("Hackathon", "*.read").valid(Validity.until(now - 20 * DAY)));
    issue(40, adam, draft("Billing webhooks", "integrations.write"));
    issue(35, adam, draft("Staging smoke tests", "*").in(Environment.TEST));
    change(25, "Website forms", was -> was.tagged(Tags.of("web", "public")));
    did(12, () -> revoke("Mobile app, beta", RevocationReason.SUPERSEDED, OptionalLong.empty()));
    flow("Mobile app, beta", Rhythm.ALWAYS, 60, "198.51.100.130")
        .doing("leads.read", 50)
        .doing("contacts.read", 50)
        .until(13);
    flow("Hackathon", Rhythm.OFFICE, 12, "203.0.113.201").refused("leads.read", "expired", 1);
    flow("Staging smoke tests", Rhythm.NIGHTLY, 40, "10.30.0.2")
        .doing("contacts.create", 1)
        .doing("contacts.delete", 1);
  }

  /// A key gets a new secret while its old one is in use; another is to end.
  private void rotate() {
    IssuedKey pipeline = key("Document pipeline");
    did(
        2,
        () ->
            rooms
                .keyRoom()
                .rotations()
                .start(
                    Scope.of(org),
                    id(pipeline),
                    ANY,
                    new Retirement.WhenQuiet(7),
                    Ceiling.none(),
                    olivia));
    flow("Document pipeline", Rhythm.OFFICE, 140, "10.20.3.11")
        .doing("document-extraction.create", 60)
        .doing("document-extraction.read", 40);
    flow("Document pipeline", Rhythm.OFFICE, 90, "10.20.3.12")
        .doing("document-extraction.create", 50)
        .doing("document-extraction.read", 50)
        .withNewSecret(2);
    did(
        1,
        () ->
            revoke(
                "Partner portal",
                RevocationReason.CESSATION_OF_OPERATION,
                OptionalLong.of(now + 3 * DAY)));
  }

  /// The last minutes' refusals, decided by the gate itself, so that each can be explained.
  private void refusals() {
    Decider decider = server.gate().decider((_, _, _, _) -> {});
    for (int i = 12; i >= 1; i--) {
      refuse(decider, key("Partner portal"), "contacts.update", "192.0.2.201", null, i * 6);
      refuse(decider, key("Partner portal"), "contacts.read", "203.0.113.140", null, i * 6 - 2);
    }
    String sales = data.agents().getLast().id();
    refuse(decider, key("Call analytics"), "calls.read", "10.20.0.7", sales, 25);
    refuse(decider, key("CRM mirror"), "agents.update", "192.0.2.14", null, 16);
    refuse(decider, key("Hackathon"), "leads.read", "203.0.113.201", null, 11);
    refuse(decider, key("Mobile app, beta"), "leads.read", "198.51.100.130", null, 4);
  }

  private void refuse(
      Decider decider,
      IssuedKey key,
      String permission,
      String address,
      @Nullable String agent,
      int minutesAgo) {
    Ask ask =
        new Ask(
            Credential.token(key.text().token().reveal()),
            Query.of(permission),
            agent,
            null,
            Address.parse(address).orElseThrow(),
            1,
            /* limited= */ true,
            now - minutesAgo * MINUTE);
    if (decider.decide(ask) instanceof Decider.Cold cold) {
      var _ = server.gate().find(cold);
      var _ = decider.decide(ask);
    }
  }

  private String agent(int days, Agent.Kind kind, String name) {
    return ago(days, () -> rooms.agents().create(org, kind, Profile.named(name), olivia)).id();
  }

  private KeyDraft draft(String name, String... permissions) {
    return KeyDraft.of(org, name, List.of(permissions));
  }

  private static KeyDraft described(KeyDraft draft, String description, String... tags) {
    KeyTerms terms = draft.terms();
    return draft.on(
        new KeyTerms(
            terms.name(),
            description,
            terms.permissions(),
            terms.addresses(),
            terms.limits(),
            terms.validity(),
            Metadata.NONE,
            Tags.of(tags)));
  }

  private void issue(int days, By by, KeyDraft draft) {
    PublicId id = PublicId.random(random);
    keys.put(draft.terms().name(), ago(days, () -> rooms.keys().issue(draft, id, by)));
  }

  private IssuedKey key(String name) {
    return Objects.requireNonNull(keys.get(name), name);
  }

  private static PublicId id(IssuedKey issued) {
    return issued.key().id();
  }

  private void change(int days, String name, UnaryOperator<KeyTerms> change) {
    did(
        days,
        () -> rooms.keys().change(Scope.of(org), id(key(name)), ANY, change, Ceiling.none(), adam));
  }

  private Outcome<Key> revoke(String name, RevocationReason reason, OptionalLong at) {
    return rooms.keys().revoke(Scope.of(org), id(key(name)), ANY, reason, at, adam);
  }

  private void signIn(Role role, int days, String address) {
    Origin from = origin(address, "Chrome/131.0 (X11)");
    did(days, () -> rooms.people().signIn().proved(person(role).id(), /* strong= */ true, from));
  }

  private Flow flow(String name, Rhythm rhythm, int perHour, String... addresses) {
    Flow flow = new Flow(id(key(name)).toString(), rhythm, perHour, List.of(addresses));
    flows.add(flow);
    return flow;
  }
}
