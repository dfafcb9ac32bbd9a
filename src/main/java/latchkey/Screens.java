package latchkey;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import latchkey.doors.pages.Home;
import latchkey.doors.pages.Palette;
import latchkey.doors.pages.Screen;
import latchkey.doors.pages.advice.AdviceScreens;
import latchkey.doors.pages.agents.AgentForms;
import latchkey.doors.pages.agents.AgentScreens;
import latchkey.doors.pages.audit.AuditScreens;
import latchkey.doors.pages.contacts.AutomationScreens;
import latchkey.doors.pages.contacts.ContactForms;
import latchkey.doors.pages.contacts.ContactScreens;
import latchkey.doors.pages.contacts.CrmScreens;
import latchkey.doors.pages.contacts.FieldScreens;
import latchkey.doors.pages.contacts.FileScreens;
import latchkey.doors.pages.contacts.ImportForms;
import latchkey.doors.pages.contacts.ImportScreens;
import latchkey.doors.pages.contacts.NoteScreens;
import latchkey.doors.pages.docs.DocsScreens;
import latchkey.doors.pages.explain.ExplainScreens;
import latchkey.doors.pages.forms.FormEditor;
import latchkey.doors.pages.forms.FormScreens;
import latchkey.doors.pages.forms.SubmissionScreens;
import latchkey.doors.pages.key.KeyScreens;
import latchkey.doors.pages.key.RotateScreens;
import latchkey.doors.pages.keys.CopyKeyScreens;
import latchkey.doors.pages.keys.EditKeyScreens;
import latchkey.doors.pages.keys.EndKeyScreens;
import latchkey.doors.pages.keys.ImportKeysScreens;
import latchkey.doors.pages.keys.KeyListScreens;
import latchkey.doors.pages.keys.ManyKeysScreens;
import latchkey.doors.pages.keys.NewKeyScreens;
import latchkey.doors.pages.operator.OperatorScreens;
import latchkey.doors.pages.operator.OrganizationScreens;
import latchkey.doors.pages.people.InvitationScreens;
import latchkey.doors.pages.people.ProfileScreens;
import latchkey.doors.pages.people.ResetScreens;
import latchkey.doors.pages.people.SecurityScreens;
import latchkey.doors.pages.people.SessionScreens;
import latchkey.doors.pages.people.SetupScreens;
import latchkey.doors.pages.people.SignInScreens;
import latchkey.doors.pages.people.TeamInvitationScreens;
import latchkey.doors.pages.people.TeamScreens;
import latchkey.doors.pages.people.WelcomeScreens;
import latchkey.doors.pages.settings.SettingsScreens;
import latchkey.doors.pages.usage.KeyUsageScreens;
import latchkey.doors.pages.usage.UsageScreens;

/// The pages of the dashboard: one line for each part.
final class Screens {
  private Screens() {}

  /// @param publicUrl of this server, where its operator says it
  static List<Screen> all(Optional<URI> publicUrl) {
    return Stream.of(
            new Home().screens(),
            new Palette().screens(),
            new KeyListScreens().screens(),
            new NewKeyScreens(publicUrl).screens(),
            new EditKeyScreens().screens(),
            new EndKeyScreens().screens(),
            new ManyKeysScreens().screens(),
            new CopyKeyScreens(publicUrl).screens(),
            new ImportKeysScreens().screens(),
            new KeyScreens().screens(),
            new RotateScreens(publicUrl).screens(),
            new UsageScreens().screens(),
            new KeyUsageScreens().screens(),
            new SignInScreens().screens(),
            new ResetScreens().screens(),
            new SetupScreens().screens(),
            new WelcomeScreens(publicUrl).screens(),
            new InvitationScreens().screens(),
            new ProfileScreens().screens(),
            new SecurityScreens().screens(),
            new SessionScreens().screens(),
            new OrganizationScreens().screens(),
            new OperatorScreens().screens(),
            new AdviceScreens().screens(),
            new ExplainScreens().screens(),
            new DocsScreens().screens(),
            new AgentScreens().screens(),
            new AgentForms().screens(),
            new ContactScreens().screens(),
            new ContactForms().screens(),
            new ImportScreens().screens(),
            new ImportForms().screens(),
            new NoteScreens().screens(),
            new FormScreens().screens(),
            new FormEditor().screens(),
            new SubmissionScreens().screens(),
            new FileScreens().screens(),
            new CrmScreens().screens(),
            new FieldScreens().screens(),
            new AutomationScreens().screens(),
            new TeamScreens().screens(),
            new TeamInvitationScreens().screens(),
            new AuditScreens().screens(),
            new SettingsScreens().screens())
        .flatMap(List::stream)
        .toList();
  }
}
