package latchkey.files;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.ObjIntConsumer;
import java.util.stream.Stream;
import latchkey.audit.AuditLog;
import latchkey.audit.By;
import latchkey.audit.Event;
import latchkey.crm.Author;
import latchkey.db.Database;
import latchkey.db.DatabaseException;
import latchkey.db.Ids;
import latchkey.db.KeyLocks;
import latchkey.db.Tx;
import latchkey.files.Upload.Draft;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What one can do with the files of contacts. Blocks; nothing of a file is held in memory.
public final class Files {
  private static final Logger LOG = LoggerFactory.getLogger(Files.class);
  private static final String RESOURCE = "File";

  /// A blob without a file is left alone for that long.
  static final Duration GRACE = Duration.ofHours(1);

  private static final int ASKED_AT_ONCE = 500;

  /// Hears of each change within its transaction.
  public interface Listener {
    /// Whether the contact is there, and stays until the transaction ends.
    default boolean holds(Tx tx, Shelf shelf) {
      return true;
    }

    void created(Tx tx, ContactFile file, By by);

    void deleted(Tx tx, ContactFile file, By by);
  }

  private final Database database;
  private final Blobs blobs;
  private final Drafts drafts;
  private final Rules rules;
  private final Scanner scanner;
  private final Listener listener;

  /// Who holds a blob is the only one to keep or delete it: so nothing is deleted between the
  /// moment in which an upload finds it here and the one in which its row refers to it.
  private final KeyLocks<Blob> locks = new KeyLocks<>();

  private final SecureRandom random = new SecureRandom();

  private Files(
      Database database,
      Blobs blobs,
      Drafts drafts,
      Rules rules,
      Scanner scanner,
      Listener listener) {
    this.database = database;
    this.blobs = blobs;
    this.drafts = drafts;
    this.rules = rules;
    this.scanner = scanner;
    this.listener = listener;
  }

  /// The files of an installation.
  ///
  /// @param drafts the folder for what is being sent, emptied here; on the file system of the blobs
  /// where those lie on one
  public static Files open(
      Database database, Blobs blobs, Path drafts, Rules rules, Scanner scanner, Listener listener)
      throws IOException {
    return new Files(database, blobs, Drafts.in(drafts), rules, scanner, listener);
  }

  /// Begins to take files for a contact, who exists; to be closed.
  public Upload upload(Shelf shelf) {
    return new Upload(shelf, rules, drafts, scanner);
  }

  /// Keeps all files of an upload, or none. Their contents are durable before their rows are.
  public Kept keep(Upload upload, Author author) {
    // Looked at before the contents go to where blobs are, which may take long, and again after.
    Optional<Refusal> refusal =
        upload.refusal().or(() -> database.read(handle -> full(handle, upload)));
    if (refusal.isPresent()) {
      return new Kept.Refused(refusal.get());
    }
    Set<Blob> contents = new HashSet<>();
    upload.taken().forEach(draft -> contents.add(draft.blob()));
    try (var _ = locks.hold(contents)) {
      for (Draft draft : upload.taken()) {
        blobs.keep(draft.blob(), draft.path(), draft.size());
      }
      Kept kept = database.write(tx -> insert(tx, upload, author));
      if (kept instanceof Kept.Refused) {
        deleteUnused(contents);
      }
      return kept;
    } catch (IOException e) {
      throw new StorageException("files cannot be kept", e);
    }
  }

  private Kept insert(Tx tx, Upload upload, Author author) {
    Shelf shelf = upload.shelf();
    if (!listener.holds(tx, shelf)) {
      return new Kept.Refused(new Refusal.NoContact());
    }
    FileTable.lockBytes(tx.handle(), shelf.organizationId());
    Optional<Refusal> full = full(tx.handle(), upload);
    if (full.isPresent()) {
      return new Kept.Refused(full.get());
    }
    FileTable.addBytes(tx.handle(), shelf.organizationId(), bytes(upload));
    List<ContactFile> files = new ArrayList<>();
    List<Event> entries = new ArrayList<>();
    Iterator<String> ids = ids(tx, upload.taken().size()).iterator();
    for (Draft draft : upload.taken()) {
      ContactFile file = file(tx, ids.next(), shelf, draft, author.by());
      FileTable.insert(tx.handle(), file);
      listener.created(tx, file, author.by());
      files.add(file);
      entries.add(
          Event.create(
              RESOURCE, file.id(), "Uploaded the file \"%s\"".formatted(file.name()), facts(file)));
    }
    audit(tx, shelf, author, entries);
    return new Kept.Done(files);
  }

  private Optional<Refusal> full(Handle handle, Upload upload) {
    Shelf shelf = upload.shelf();
    if (FileTable.count(handle, shelf) + upload.taken().size() > rules.mostOfContact()) {
      return Optional.of(new Refusal.TooMany(rules.mostOfContact()));
    }
    return FileTable.bytes(handle, shelf.organizationId()) + bytes(upload)
            > rules.mostOfOrganization()
        ? Optional.of(new Refusal.QuotaExceeded(rules.mostOfOrganization()))
        : Optional.empty();
  }

  private static long bytes(Upload upload) {
    return upload.taken().stream().mapToLong(Draft::size).sum();
  }

  /// Of one upload: the greatest first, so that a list from the newest on is in the order sent.
  private List<String> ids(Tx tx, int count) {
    return Stream.generate(() -> Ids.next(tx.now(), random))
        .limit(count)
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static ContactFile file(Tx tx, String id, Shelf shelf, Draft draft, By by) {
    return new ContactFile(
        id,
        shelf,
        draft.name(),
        draft.size(),
        draft.type(),
        draft.blob().sha256(),
        by.id(),
        tx.now());
  }

  /// Plain words, for a name may hold what JSON must escape and the description has it.
  private static String facts(ContactFile file) {
    return "{\"contactId\":\"%s\",\"size\":%d,\"type\":\"%s\",\"sha256\":\"%s\"}"
        .formatted(file.shelf().contactId(), file.size(), file.type(), file.sha256());
  }

  /// Takes a file away; says whether it was there. What was in it goes with the last file of the
  /// organization that has it.
  public boolean delete(Shelf shelf, String id, Author author) {
    Optional<ContactFile> deleted = database.write(tx -> delete(tx, shelf, id, author));
    deleted.ifPresent(file -> deleteUnused(file.blob()));
    return deleted.isPresent();
  }

  private Optional<ContactFile> delete(Tx tx, Shelf shelf, String id, Author author) {
    // First the lock that uploads take first, then the row.
    FileTable.lockBytes(tx.handle(), shelf.organizationId());
    Optional<ContactFile> found = FileTable.find(tx.handle(), shelf, id);
    found.ifPresent(
        file -> {
          boolean _ = FileTable.delete(tx.handle(), shelf, id);
          FileTable.addBytes(tx.handle(), shelf.organizationId(), -file.size());
          listener.deleted(tx, file, author.by());
          String said = "Deleted the file \"%s\"".formatted(file.name());
          audit(tx, shelf, author, List.of(Event.delete(RESOURCE, id, said, facts(file))));
        });
    return found;
  }

  /// Takes away so many files of an agent that is gone, with what is in them, and gives the
  /// organization its room back; says how many there were.
  ///
  /// @param counted hears of it in the transaction
  public int clear(String organizationId, String agentId, int most, ObjIntConsumer<Tx> counted) {
    List<ContactFile> gone =
        database.write(
            tx -> {
              FileTable.lockBytes(tx.handle(), organizationId);
              List<ContactFile> some =
                  FileTable.ofAgent(tx.handle(), organizationId, agentId, most);
              for (ContactFile file : some) {
                boolean _ = FileTable.delete(tx.handle(), file.shelf(), file.id());
              }
              long bytes = some.stream().mapToLong(ContactFile::size).sum();
              FileTable.addBytes(tx.handle(), organizationId, -bytes);
              counted.accept(tx, some.size());
              return some;
            });
    gone.stream().map(ContactFile::blob).distinct().forEach(this::deleteUnused);
    return gone.size();
  }

  /// What people and management keys do; what integrations do is counted as usage, and is not
  /// written down twice (docs/decisions/0010).
  private static void audit(Tx tx, Shelf shelf, Author author, List<Event> entries) {
    if (author.audited()) {
      AuditLog.append(tx, shelf.organizationId(), author.by(), entries);
    }
  }

  /// A part of the list, the newest first: so many after those that are skipped.
  public List<ContactFile> list(Shelf shelf, long skip, int most) {
    return database.read(handle -> FileTable.list(handle, shelf, skip, most));
  }

  /// Whether there is any on the shelf.
  public static boolean any(Handle handle, Shelf shelf) {
    return FileTable.count(handle, shelf) > 0;
  }

  /// The same, those that come after the one of that id.
  public List<ContactFile> list(Shelf shelf, Optional<String> after, int most) {
    return database.read(handle -> FileTable.list(handle, shelf, after.orElse(""), most));
  }

  /// How many there are on the shelf.
  public long count(Shelf shelf) {
    return database.read(handle -> FileTable.count(handle, shelf));
  }

  public Optional<ContactFile> find(Shelf shelf, String id) {
    return database.read(handle -> FileTable.find(handle, shelf, id));
  }

  /// What is in it, from that byte on; nothing if the file was deleted meanwhile.
  ///
  /// @throws StorageException when it is not to be had
  public Optional<InputStream> read(ContactFile file, long from) {
    try {
      return Optional.of(blobs.open(file.blob(), from));
    } catch (IOException e) {
      if (find(file.shelf(), file.id()).isEmpty()) {
        return Optional.empty();
      }
      throw new StorageException("the file " + file.id() + " cannot be read", e);
    }
  }

  /// How many bytes all files of the organization have.
  public long bytesOf(String organizationId) {
    return database.read(handle -> FileTable.bytes(handle, organizationId));
  }

  /// Takes away what processes that died have left: drafts that nobody writes, and blobs older than
  /// an hour that are in no file. Says how many.
  public int sweep(long now) {
    AtomicInteger swept = new AtomicInteger();
    try {
      swept.addAndGet(drafts.sweep());
      blobs.keptBefore(
          now - GRACE.toMillis(),
          some -> {
            for (int i = 0; i < some.size(); i += ASKED_AT_ONCE) {
              swept.addAndGet(sweep(some.subList(i, Math.min(some.size(), i + ASKED_AT_ONCE))));
            }
          });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return swept.get();
  }

  private int sweep(List<Blob> some) {
    int swept = 0;
    for (Blob unused : unused(some)) {
      swept += deleteUnused(unused); // an upload may have found it meanwhile
    }
    return swept;
  }

  /// Leaves it to the next sweep where somebody is keeping it.
  private int deleteUnused(Blob blob) {
    Optional<KeyLocks<Blob>.Held> held = locks.tryHold(blob);
    if (held.isEmpty()) {
      return 0;
    }
    try (var _ = held.get()) {
      return deleteUnused(List.of(blob));
    }
  }

  private List<Blob> unused(Collection<Blob> some) {
    if (some.isEmpty()) {
      return List.of();
    }
    String organization = some.iterator().next().organizationId();
    List<String> digests = some.stream().map(Blob::sha256).toList();
    Set<String> used = database.read(handle -> FileTable.used(handle, organization, digests));
    return some.stream().filter(blob -> !used.contains(blob.sha256())).toList();
  }

  /// Deletes those of one organization's blobs, which are held, that are in no file. What goes
  /// wrong is left to the next sweep, for the caller's own work is done.
  private int deleteUnused(Collection<Blob> held) {
    int deleted = 0;
    try {
      for (Blob blob : unused(held)) {
        blobs.delete(blob);
        deleted++;
      }
    } catch (IOException | DatabaseException e) {
      LOG.warn("what no file has is left to the next sweep: {}", e.toString());
    }
    return deleted;
  }
}
