package latchkey;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import latchkey.audit.Seal;
import latchkey.audit.Verification;
import latchkey.audit.Verifier;
import latchkey.cli.StartFailure;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// `audit verify`: reads the database and the keyset, and changes neither.
final class AuditCheck {
  private AuditCheck() {}

  /// Says a line for each organization; whether all are proven.
  static boolean run(Settings settings, Optional<String> organization, Consumer<String> say) {
    Keyset keyset =
        DataFolder.storedKeyset(settings.get(Setting.DATA), settings.get(Setting.KEYSET));
    try (Database database = Database.openReadOnly(Storage.existing(settings))) {
      Verifier verifier = new Verifier(database, keyset.signer());
      List<String> chains = verifier.chains();
      if (organization.isPresent() && !chains.contains(organization.get())) {
        throw new StartFailure("there is no organization " + organization.get());
      }
      boolean proven = true;
      for (String chain : organization.map(List::of).orElse(chains)) {
        Verification verification = verifier.verify(chain);
        say.accept(words(verification));
        proven &= verification instanceof Verification.Intact;
      }
      return proven;
    }
  }

  private static String words(Verification verification) {
    return switch (verification) {
      case Verification.Intact intact when intact.entries() == 0 && intact.last() == 0 ->
          intact.orgId() + ": no entries";
      case Verification.Intact intact ->
          "%s: %d entries as they were written, up to number %d with the hash %s; %s"
              .formatted(
                  intact.orgId(),
                  intact.entries(),
                  intact.last(),
                  intact.hash(),
                  intact.checkpoint().map(AuditCheck::words).orElse("no checkpoint yet"));
      case Verification.Broken broken ->
          "%s: BROKEN, entry %d %s".formatted(broken.orgId(), broken.seq(), broken.why());
    };
  }

  private static String words(Seal checkpoint) {
    return "signed up to number " + checkpoint.seq();
  }
}
