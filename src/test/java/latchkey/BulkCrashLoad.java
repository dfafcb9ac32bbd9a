package latchkey;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import latchkey.audit.By;
import latchkey.crypto.Keyset;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.keys.Ceiling;
import latchkey.keys.Imported;
import latchkey.keys.Key;
import latchkey.keys.KeyBulk.Deed;
import latchkey.keys.KeyDraft;
import latchkey.keys.KeyRoom;
import latchkey.keys.Outcome;
import latchkey.keys.PublicId;
import latchkey.keys.Retirement;
import latchkey.keys.RevocationReason;
import latchkey.keys.Scope;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.people.Organizations;

/// Changes many rows at once, again and again, until somebody kills it; takes the database file.
/// It prints a line before its first change and after each.
final class BulkCrashLoad {
  static final String ORGANIZATION = "org_crash";
  static final int MANY = 40;
  private static final By BY = By.system("test");
  private static final Scope SCOPE = Scope.of(ORGANIZATION);
  private static final OptionalLong ANY = OptionalLong.empty();

  private final SecureRandom random = new SecureRandom();
  private final FileOutputStream lines = new FileOutputStream(FileDescriptor.out);

  private BulkCrashLoad() {}

  public static void main(String[] args) throws IOException {
    new BulkCrashLoad().run(Path.of(args[0]));
  }

  private void run(Path file) throws IOException {
    Keyset keyset = Keyset.generate(random);
    try (Database database = Database.open(new Location.Sqlite(file), System::currentTimeMillis)) {
      Organizations organizations = new Organizations(database, _ -> {});
      if (organizations.find(ORGANIZATION).isEmpty()) {
        organizations.create(Organization.named(ORGANIZATION, "Crash", "lk"));
      }
      KeyRoom room = KeyRoom.open(database, keyset, random, _ -> {}, () -> {});
      say("begun");
      while (true) {
        changeEverything(room);
        say("round");
      }
    }
  }

  private void changeEverything(KeyRoom room) throws IOException {
    List<PublicId> ids = imported(room);
    say("imported");
    room.bulk().each(SCOPE, ids, new Deed.Tag(List.of("batch"), List.of()), BY);
    say("tagged");
    PublicId first = ids.getFirst();
    var _ = room.rotations().start(SCOPE, first, ANY, new Retirement.ByHand(), Ceiling.none(), BY);
    say("rotated");
    var _ = room.rotations().retire(SCOPE, first, ANY, BY);
    room.bulk().each(SCOPE, ids, new Deed.Revoke(RevocationReason.SUPERSEDED, ANY), BY);
    say("revoked");
    room.bulk().each(SCOPE, ids, new Deed.Delete(), BY);
  }

  private List<PublicId> imported(KeyRoom room) {
    List<Imported> keys = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String digest = "sha256:%016x%048d".formatted(random.nextLong(), 0);
      KeyDraft draft = KeyDraft.of(ORGANIZATION, "crash", List.of("contacts.read"));
      keys.add(Imported.of(draft.limited(Limits.NONE), digest, Optional.empty(), Optional.empty()));
    }
    return room.imports().run(keys, /* rehearsal= */ false, Ceiling.none(), BY).stream()
        .map(outcome -> ((Outcome.Done<Key>) outcome).value().id())
        .toList();
  }

  private void say(String line) throws IOException {
    lines.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
  }
}
