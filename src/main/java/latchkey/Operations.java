package latchkey;

import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import latchkey.doors.manage.AdviceOperations;
import latchkey.doors.manage.AgentOperations;
import latchkey.doors.manage.AgentPlaces;
import latchkey.doors.manage.AuditOperations;
import latchkey.doors.manage.ContactLists;
import latchkey.doors.manage.ContactOperations;
import latchkey.doors.manage.CrmOperations;
import latchkey.doors.manage.ExplainOperations;
import latchkey.doors.manage.ExportOperations;
import latchkey.doors.manage.FileOperations;
import latchkey.doors.manage.FootprintOperations;
import latchkey.doors.manage.FormOperations;
import latchkey.doors.manage.ImportOperations;
import latchkey.doors.manage.InvitationOperations;
import latchkey.doors.manage.KeyBulkOperations;
import latchkey.doors.manage.KeyFacetOperations;
import latchkey.doors.manage.KeyOperations;
import latchkey.doors.manage.KeyTransferOperations;
import latchkey.doors.manage.LimitOperations;
import latchkey.doors.manage.MeOperations;
import latchkey.doors.manage.MemberOperations;
import latchkey.doors.manage.NoteOperations;
import latchkey.doors.manage.Operation;
import latchkey.doors.manage.OperatorOperations;
import latchkey.doors.manage.OrganizationOperations;
import latchkey.doors.manage.PasskeyOperations;
import latchkey.doors.manage.RoleOperations;
import latchkey.doors.manage.RotationOperations;
import latchkey.doors.manage.SightingOperations;
import latchkey.doors.manage.SignInOperations;
import latchkey.doors.manage.SubmissionOperations;
import latchkey.doors.manage.UsageOperations;
import latchkey.gate.Gate;
import latchkey.imports.Imports;
import latchkey.people.People;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// What can be done at the manage door: one line for each resource.
final class Operations {
  private Operations() {}

  static List<Operation> of(
      Rooms rooms,
      Records records,
      Gate gate,
      Imports imports,
      OpenIdSignIn openId,
      Settings settings,
      SecureRandom random) {
    People people = rooms.people();
    AgentPlaces places = new AgentPlaces(rooms.agents());
    var ways = new SignInOperations(people, settings.get(Setting.KEY_PREFIX));
    return Stream.of(
            new OrganizationOperations(
                    rooms.organizations(),
                    people.sessions(),
                    settings.get(Setting.KEY_PREFIX),
                    random)
                .operations(),
            new AgentOperations(rooms.agents(), rooms.keyRoom().list()).operations(),
            new CrmOperations(rooms.crm().setups(), places).operations(),
            new ContactLists(places, rooms.crm().contacts()).operations(),
            new ContactOperations(places, rooms.crm().contacts(), rooms.crm().setups())
                .operations(),
            new NoteOperations(places, rooms.crm().contacts(), rooms.crm().notes()).operations(),
            new ExportOperations(places, rooms.crm().contacts(), rooms.crm().setups()).operations(),
            new ImportOperations(imports, places, settings.get(Setting.MAX_UPLOAD)).operations(),
            new FileOperations(
                    places,
                    rooms.crm().contacts(),
                    rooms.crm().files(),
                    settings.get(Setting.MAX_UPLOAD))
                .operations(),
            new FormOperations(places, rooms.crm().forms()).operations(),
            new SubmissionOperations(places, rooms.crm().forms(), rooms.crm().contacts())
                .operations(),
            new AuditOperations(records.audit(), records.verifier()).operations(),
            new UsageOperations(
                    records.usage(),
                    records.counts(),
                    rooms.organizations(),
                    rooms.keyRoom(),
                    Upkeep.usageKept(settings))
                .operations(),
            new SightingOperations(
                    records.sightings(), gate, rooms.keyRoom(), rooms.organizations())
                .operations(),
            new FootprintOperations(
                    records.usage(), records.sightings(), rooms.keyRoom(), rooms.organizations())
                .operations(),
            new LimitOperations(gate, rooms.keyRoom(), rooms.organizations()).operations(),
            new AdviceOperations(records.advisor(), rooms.keyRoom(), rooms.organizations())
                .operations(),
            new ExplainOperations(gate, rooms.keyRoom(), rooms.organizations()).operations(),
            new KeyOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            new KeyFacetOperations(rooms.keyRoom().facets(), records.audit()).operations(),
            new RotationOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            new KeyTransferOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            new KeyBulkOperations(rooms.keyRoom(), rooms.organizations()).operations(),
            ways.operations(),
            new PasskeyOperations(people.passkeys(), ways).operations(),
            openId.operations(people.identities(), ways),
            new MeOperations(people).operations(),
            new MemberOperations(people).operations(),
            new RoleOperations().operations(),
            new OperatorOperations(people.operators()).operations(),
            new InvitationOperations(people).operations())
        .flatMap(List::stream)
        .toList();
  }
}
