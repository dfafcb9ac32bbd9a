package latchkey;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import latchkey.audit.By;
import latchkey.crm.Author;
import latchkey.crm.Source;
import latchkey.db.Database;
import latchkey.db.Location;
import latchkey.db.Tx;
import latchkey.files.Blobs;
import latchkey.files.ContactFile;
import latchkey.files.DiskBlobs;
import latchkey.files.Files;
import latchkey.files.Kept;
import latchkey.files.Rules;
import latchkey.files.S3Server;
import latchkey.files.Scanner;
import latchkey.files.Shelf;
import latchkey.files.Upload;
import latchkey.people.Organization;
import latchkey.people.Organizations;

/// Uploads and deletes files in a folder, many at once, until somebody kills it. It says what it
/// begins and what was acknowledged: `kept ID`, `deleting ID`.
final class FilesCrashLoad {
  static final Shelf SHELF = new Shelf("org_crash", "agent", "contact");
  static final String LONG = "content that is longer than one write ".repeat(4_000);
  static final Author BY = new Author(By.system("test"), Source.MANUAL);
  private static final int THREADS = 4;
  private static final int DELETE_ONE_IN = 3;

  private FilesCrashLoad() {}

  static Database database(Path folder) {
    return Database.open(
        new Location.Sqlite(folder.resolve("latchkey.db")), System::currentTimeMillis);
  }

  /// @param where contents are, if they are in a bucket: its server and its name
  static Blobs blobs(Path folder, List<String> where) throws IOException {
    return where.isEmpty()
        ? DiskBlobs.in(folder.resolve("blobs"))
        : S3Server.blobs(URI.create(where.getFirst()), where.getLast());
  }

  static Files files(Path folder, Database database, Blobs blobs) throws IOException {
    return Files.open(
        database,
        blobs,
        folder.resolve("drafts"),
        new Rules(16 << 20, 1_000_000, 1L << 40, /* executables= */ false),
        Scanner.NONE,
        new Deaf());
  }

  private static final class Deaf implements Files.Listener {
    @Override
    public void created(Tx tx, ContactFile file, By by) {
      // nobody listens
    }

    @Override
    public void deleted(Tx tx, ContactFile file, By by) {
      // nobody listens
    }
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    Path folder = Path.of(args[0]);
    List<String> where = List.of(args).subList(1, args.length);
    try (Database database = database(folder);
        Blobs blobs = blobs(folder, where)) {
      Organizations organizations = new Organizations(database, _ -> {});
      if (organizations.find(SHELF.organizationId()).isEmpty()) {
        organizations.create(Organization.named(SHELF.organizationId(), "Crash", "lk"));
      }
      Files files = files(folder, database, blobs);
      String content = where.isEmpty() ? LONG : LONG.repeat(40); // that is more than one part
      List<Thread> threads = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        threads.add(Thread.ofPlatform().start(() -> repeat(files, content)));
      }
      for (Thread thread : threads) {
        thread.join();
      }
    }
  }

  /// For ever; what fails ends the process, which the test sees by its exit code.
  private static void repeat(Files files, String content) {
    try {
      for (int round = 1; ; round++) {
        ContactFile file = upload(files, content + UUID.randomUUID());
        System.out.println("kept " + file.id());
        if (round % DELETE_ONE_IN == 0) {
          System.out.println("deleting " + file.id());
          boolean _ = files.delete(SHELF, file.id(), BY);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static ContactFile upload(Files files, String content) throws IOException {
    try (Upload upload = files.upload(SHELF)) {
      var _ =
          upload.add(
              "crash.txt", new ByteArrayInputStream(content.getBytes(StandardCharsets.UTF_8)));
      return ((Kept.Done) files.keep(upload, BY)).files().getFirst();
    }
  }
}
