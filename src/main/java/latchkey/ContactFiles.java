package latchkey;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.LongSupplier;
import latchkey.audit.By;
import latchkey.crm.Contacts;
import latchkey.crm.Place;
import latchkey.db.Database;
import latchkey.db.Tx;
import latchkey.files.Blobs;
import latchkey.files.Clamd;
import latchkey.files.ContactFile;
import latchkey.files.FileJson;
import latchkey.files.Files;
import latchkey.files.Rules;
import latchkey.files.Scanner;
import latchkey.files.Shelf;
import latchkey.ops.Jobs;
import latchkey.outbox.Outbox;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// The files of contacts as the settings want them, with their events in the outbox.
final class ContactFiles {
  private static final Duration SCAN = Duration.ofMinutes(2);

  private ContactFiles() {}

  static Files open(Settings settings, Database database, Blobs blobs, Path folder)
      throws IOException {
    return Files.open(
        database,
        blobs,
        folder.resolve("drafts"),
        new Rules(
            settings.get(Setting.MAX_UPLOAD),
            settings.get(Setting.FILES_PER_CONTACT),
            settings.get(Setting.FILE_QUOTA),
            settings.get(Setting.EXECUTABLE_FILES)),
        settings.get(Setting.CLAMD).map(ContactFiles::clamd).orElse(Scanner.NONE),
        new Events());
  }

  private static Scanner clamd(String address) {
    if (address.startsWith("/")) {
      return Clamd.at(Path.of(address), SCAN);
    }
    int colon = address.lastIndexOf(':');
    String host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    return Clamd.at(host, Integer.parseInt(address.substring(colon + 1)), SCAN);
  }

  /// Each hour; drafts that a process before this one has left went at the start.
  static void keepSwept(Files files, Jobs jobs, LongSupplier clock) {
    jobs.every(
        Duration.ofHours(1),
        "sweep files",
        () -> {
          int _ = files.sweep(clock.getAsLong());
        });
  }

  private record Events() implements Files.Listener {
    @Override
    public boolean holds(Tx tx, Shelf shelf) {
      return Contacts.hold(
          tx, new Place(shelf.organizationId(), shelf.agentId()), shelf.contactId());
    }

    @Override
    public void created(Tx tx, ContactFile file, By by) {
      append(tx, "file.created", file, by);
    }

    @Override
    public void deleted(Tx tx, ContactFile file, By by) {
      append(tx, "file.deleted", file, by);
    }

    private static void append(Tx tx, String type, ContactFile file, By by) {
      Shelf shelf = file.shelf();
      byte[] data = FileJson.of(file).toString().getBytes(StandardCharsets.UTF_8);
      Outbox.append(tx, shelf.organizationId(), shelf.agentId(), type, file.id(), data, by.id());
    }
  }
}
