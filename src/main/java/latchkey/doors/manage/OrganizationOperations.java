package latchkey.doors.manage;

import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import latchkey.access.Resource;
import latchkey.crypto.Secret;
import latchkey.db.Ids;
import latchkey.doors.Answer;
import latchkey.http.Sent;
import latchkey.people.Email;
import latchkey.people.Organization;
import latchkey.people.Organization.Status;
import latchkey.people.Organizations;
import latchkey.people.Outcome;
import latchkey.people.Plan;
import latchkey.people.Right;
import latchkey.people.Session;
import latchkey.people.Sessions;

/// `/api/v1/organizations`: the members' own one, and for the operator the list of all.
public final class OrganizationOperations {
  private static final String ALL = "/api/v1/organizations";
  private static final String ID = "organizationId";
  private static final String ONE = ALL + "/{" + ID + "}";

  private final Organizations organizations;
  private final Sessions sessions;
  private final String keyPrefix;
  private final SecureRandom random;

  /// @param keyPrefix of a new one's keys, where nobody says another
  public OrganizationOperations(
      Organizations organizations, Sessions sessions, String keyPrefix, SecureRandom random) {
    this.organizations = organizations;
    this.sessions = sessions;
    this.keyPrefix = keyPrefix;
    this.random = random;
  }

  public List<Operation> operations() {
    Need operators = new Need.Operators();
    return List.of(
        Operation.list(ALL, operators, this::list, "search"),
        Operation.create(ALL, operators, this::create),
        Operation.put(ONE + "/status", operators, this::setStatus),
        Operation.put(ONE + "/plan", operators, this::setPlan),
        Operation.put("/api/v1/me/organization", new Need.SignedIn(), this::enter),
        Operation.get(ONE, Need.of(Right.ORGANIZATION_READ, "organization.read"), this::show),
        Operation.patch(
            ONE, Need.of(Right.ORGANIZATION_UPDATE, "organization.update"), this::change));
  }

  /// What the operator sees: that it is there, and what it may; nothing that it holds.
  private record Listed(
      String id, String name, String status, String plan, List<LimitShape> limits, long version) {
    static Listed of(Organization organization) {
      return new Listed(
          organization.id(),
          organization.name(),
          organization.status().text(),
          organization.plan().tier().text(),
          LimitShape.of(organization.plan().limits()),
          organization.version());
    }
  }

  private Answer list(Call call) {
    Page page = call.page();
    return page.answer(
        organizations.list(
            call.parameter("search"), page.after().map(List::getFirst), page.oneMore()),
        organization -> List.of(organization.id()),
        Listed::of);
  }

  private record New(String name, Optional<String> keyPrefix) {}

  /// Whom it belongs to is said by an invitation as its owner.
  private Answer create(Call call) {
    New wanted = call.body(New.class);
    String id = Ids.next("org", call.now(), random);
    Organization organization =
        Faults.checked(
            () -> Organization.named(id, wanted.name, wanted.keyPrefix.orElse(keyPrefix)));
    organizations.create(organization, call.by());
    return Answer.created(Listed.of(organization), ALL + "/" + id).version(organization.version());
  }

  private record NewStatus(String status) {}

  private Answer setStatus(Call call) {
    Status status =
        switch (call.body(NewStatus.class).status) {
          case "active" -> Status.ACTIVE;
          case "suspended" -> Status.SUSPENDED;
          default -> throw Faults.invalid("status is active or suspended.");
        };
    return listed(
        organizations.change(
            call.path(ID), call.version(), organization -> organization.in(status), call.by()));
  }

  private record NewPlan(String plan, Optional<List<LimitShape>> limits) {}

  private Answer setPlan(Call call) {
    NewPlan wanted = call.body(NewPlan.class);
    Plan.Tier tier =
        Plan.Tier.of(wanted.plan)
            .orElseThrow(() -> Faults.invalid("plan is starter, pro, ultimate or custom."));
    if ((tier == Plan.Tier.CUSTOM) != wanted.limits.isPresent()) {
      throw Faults.invalid("The plan custom says its limits, the others have theirs.");
    }
    Plan plan =
        wanted.limits.map(LimitShape::read).map(Plan::custom).orElseGet(() -> Plan.of(tier));
    return listed(
        organizations.change(
            call.path(ID), call.version(), before -> withPlan(before, plan), call.by()));
  }

  private static Organization withPlan(Organization before, Plan plan) {
    return new Organization(
        before.id(),
        before.name(),
        before.status(),
        before.keyPrefix(),
        before.sealedCopies(),
        before.ownResources(),
        before.timeZone(),
        before.defaultRegion(),
        plan,
        before.billingContact(),
        before.version());
  }

  private static Answer listed(Outcome<Organization> outcome) {
    Organization organization = Faults.changed(outcome, "organization");
    return Answer.of(Listed.of(organization)).version(organization.version());
  }

  // The organization's own people

  /// An organization as its own people see it.
  private record Shown(
      String id,
      String name,
      String status,
      String keyPrefix,
      boolean sealedCopies,
      List<Resource> ownResources,
      String timeZone,
      String defaultRegion,
      String plan,
      List<LimitShape> limits,
      Optional<String> billingContact,
      long version) {
    static Shown of(Organization organization) {
      return new Shown(
          organization.id(),
          organization.name(),
          organization.status().text(),
          organization.keyPrefix(),
          organization.sealedCopies(),
          organization.ownResources(),
          organization.timeZone().getId(),
          organization.defaultRegion(),
          organization.plan().tier().text(),
          LimitShape.of(organization.plan().limits()),
          organization.billingContact().map(Email::text),
          organization.version());
    }
  }

  private Answer show(Call call) {
    Organization organization =
        organizations.find(own(call)).orElseThrow(() -> Faults.absent("organization"));
    return Answer.of(Shown.of(organization)).version(organization.version());
  }

  /// What is left out stays as it is.
  private record Changes(
      Optional<String> name,
      Optional<String> keyPrefix,
      Optional<Boolean> sealedCopies,
      Optional<List<Resource>> ownResources,
      Optional<String> timeZone,
      Optional<String> defaultRegion,
      Sent<String> billingContact) {
    Organization to(Organization before) {
      return new Organization(
          before.id(),
          name.orElse(before.name()),
          before.status(),
          keyPrefix.orElse(before.keyPrefix()),
          sealedCopies.orElse(before.sealedCopies()),
          ownResources.orElse(before.ownResources()),
          timeZone.map(Changes::zone).orElse(before.timeZone()),
          defaultRegion.orElse(before.defaultRegion()),
          before.plan(),
          billingContact.over(before.billingContact().map(Email::text)).map(Email::new),
          before.version());
    }

    private static ZoneId zone(String text) {
      try {
        return ZoneId.of(text);
      } catch (DateTimeException e) {
        throw new IllegalArgumentException("not a time zone such as Europe/Berlin: " + text, e);
      }
    }
  }

  private Answer change(Call call) {
    Changes changes = call.body(Changes.class);
    Organization organization =
        Faults.changed(
            Faults.checked(
                () -> organizations.change(own(call), call.version(), changes::to, call.by())),
            "organization");
    return Answer.of(Shown.of(organization)).version(organization.version());
  }

  private record Entering(String organizationId) {}

  private record Entered(String organizationId, String csrfToken) {}

  /// Goes on in another organization, under a new session token.
  private Answer enter(Call call) {
    String id = call.body(Entering.class).organizationId;
    Secret token = Faults.changed(sessions.enter(call.session(), id), "organization");
    Session session =
        sessions.find(token, call.now()).orElseThrow(() -> Faults.absent("organization"));
    return Answer.of(new Entered(id, session.csrfToken())).with(SessionCookie.of(token, call));
  }

  /// The one that the caller works in; any other is as if it were not there.
  private static String own(Call call) {
    if (!call.path(ID).equals(call.organization())) {
      throw Faults.absent("organization");
    }
    return call.organization();
  }
}
