package latchkey;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import latchkey.access.AddressList;
import latchkey.agents.Agent;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Place;
import latchkey.crypto.Secret;
import latchkey.keys.Environment;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.keys.RevocationReason;
import latchkey.keys.Validity;
import latchkey.limits.Limit;
import latchkey.limits.Limits;
import latchkey.people.Email;
import latchkey.people.Organization;
import latchkey.people.Person;
import latchkey.people.Role;
import latchkey.people.Setup.Resident;

/// An organization with agents and keys to try: the same at every start, but for the secrets.
record DemoData(
    Organization organization,
    List<Agent> agents,
    List<IssuedKey> keys,
    IssuedKey management,
    List<Resident> people,
    Secret password) {
  private static final By ACTOR = By.system("demo");
  private static final long DAY = 24 * 60 * 60 * 1000L;

  Person owner() {
    return people.getFirst().person();
  }

  /// Makes them in a record that has none.
  static DemoData make(Rooms rooms, long seed, String keyPrefix, long now) {
    return new Maker(rooms, new Random(seed), keyPrefix).make(now);
  }

  private static final class Maker {
    private final Rooms rooms;
    private final Random random;
    private final Organization organization;
    private final List<IssuedKey> keys = new ArrayList<>();

    Maker(Rooms rooms, Random random, String keyPrefix) {
      this.rooms = rooms;
      this.random = random;
      this.organization = Organization.named("org_" + hex(), "Northwind Agents", keyPrefix);
    }

    DemoData make(long now) {
      rooms.organizations().create(organization);
      Agent support = agent("Support line");
      Agent sales = agent("Sales outreach");
      keys.add(
          issue(
              draft("Production sync", "contacts.*", "document-extraction.*", "leads.read")
                  .forAgent(support.id())));
      keys.add(
          issue(draft("Read-only reporting", "*.read").limited(Limits.of(Limit.perMinute(5)))));
      keys.add(
          issue(
              draft("Office network", "contacts.write", "leads.write")
                  .from(AddressList.parse(List.of("10.0.0.0/8", "2001:db8::/32")))));
      keys.add(issue(draft("Test suite", "*").in(Environment.TEST).forAgent(sales.id())));
      keys.add(
          issue(draft("Contractor, expired", "contacts.read").valid(Validity.until(now - DAY))));
      IssuedKey lost = issue(draft("Lost laptop, revoked", "contacts.read"));
      var _ =
          rooms
              .keys()
              .revoke(organization.id(), lost.key().id(), RevocationReason.KEY_COMPROMISE, ACTOR);
      keys.add(lost);
      IssuedKey management = issue(draft("Management", "*").limited(Limits.NONE));
      List<Resident> people =
          List.of(
              resident("olivia", "Olivia", "Owner", Role.OWNER),
              resident("adam", "Adam", "Admin", Role.ADMIN),
              resident("mara", "Mara", "Manager", Role.MANAGER),
              resident("mo", "Mo", "Member", Role.MEMBER),
              resident("vera", "Vera", "Viewer", Role.VIEWER));
      Secret password = randomPassword();
      rooms.people().setup().settle(organization.id(), people, password);
      new DemoContacts(rooms.crm(), 1)
          .make(new Place(organization.id(), support.id()), 6, people.get(2).person());
      Person mara = people.get(2).person();
      new DemoForms(rooms.crm().forms(), new Place(organization.id(), support.id()))
          .make(
              By.person(mara.id(), mara.firstName(), Origin.NONE),
              By.key(keys.getFirst().key().id().toString(), "Production sync", Origin.NONE));
      return new DemoData(
          organization, List.of(support, sales), List.copyOf(keys), management, people, password);
    }

    /// The owner is the operator too, as after a first start.
    private Resident resident(String name, String first, String last, Role role) {
      return new Resident(
          new Person(
              "person_" + hex(),
              new Email(name + "@northwind.example"),
              first,
              last,
              role == Role.OWNER,
              1),
          role);
    }

    /// New at each start, like all secrets.
    private static Secret randomPassword() {
      byte[] bytes = new byte[12];
      new SecureRandom().nextBytes(bytes);
      return new Secret(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
    }

    private Agent agent(String name) {
      Agent agent = new Agent(hex(), organization.id(), name);
      rooms.agents().create(agent);
      return agent;
    }

    private KeyDraft draft(String name, String... permissions) {
      return KeyDraft.of(organization.id(), name, List.of(permissions));
    }

    private IssuedKey issue(KeyDraft draft) {
      return rooms.keys().issue(draft, PublicId.random(random), ACTOR);
    }

    private String hex() {
      byte[] bytes = new byte[12];
      random.nextBytes(bytes);
      return HexFormat.of().formatHex(bytes);
    }
  }
}
