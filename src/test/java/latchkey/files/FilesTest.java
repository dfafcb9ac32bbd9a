package latchkey.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import latchkey.audit.By;
import latchkey.audit.Origin;
import latchkey.crm.Author;
import latchkey.crm.Source;
import latchkey.crypto.Sha256;
import latchkey.db.Database;
import latchkey.db.TestDatabases;
import latchkey.db.Tx;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// What every engine and every place for content must do for files.
@ParameterizedClass
@EnumSource(FilesTest.On.class)
class FilesTest {
  private static final String ACME = "org_acme";
  private static final String OTHER = "org_other";
  private static final Shelf SHELF = new Shelf(ACME, "agent", "contact");
  private static final Author ANN = new Author(By.person("ann", "Ann", Origin.NONE), Source.MANUAL);
  private static final Author KEY = new Author(By.key("k", "Sync", Origin.NONE), Source.API);
  private static final Rules RULES = new Rules(1_000_000, 10, 1_000_000, /* executables= */ false);

  /// Rows and content know nothing of each other, so not each is tried with each.
  enum On {
    SQLITE_AND_DISK(TestDatabases.SQLITE, TestStores.DISK),
    POSTGRES_AND_DISK(TestDatabases.POSTGRES, TestStores.DISK),
    SQLITE_AND_S3(TestDatabases.SQLITE, TestStores.S3);

    private final TestDatabases engine;
    private final TestStores store;

    On(TestDatabases engine, TestStores store) {
      this.engine = engine;
      this.store = store;
    }
  }

  @Parameter On on;
  @TempDir Path folder;
  private final List<String> told = new ArrayList<>();
  private Database database;
  private TestStores.Store store;
  private Path drafts;
  private Files files;
  private long now = 1_700_000_000_000L;

  @BeforeEach
  void open() throws IOException {
    database = on.engine.open(() -> now);
    Organizations organizations = new Organizations(database, _ -> {});
    organizations.create(Organization.named(ACME, "Acme", "acme"));
    organizations.create(Organization.named(OTHER, "Other", "lk"));
    store = on.store.open(folder);
    drafts = folder.resolve("drafts");
    files = open(RULES, Scanner.NONE);
  }

  @AfterEach
  void close() {
    store.blobs().close();
    database.close();
  }

  private Files open(Rules rules, Scanner scanner) throws IOException {
    return Files.open(database, store.blobs(), drafts, rules, scanner, new Told());
  }

  private Files files(Blobs blobs, Rules rules) throws IOException {
    return Files.open(database, blobs, drafts, rules, Scanner.NONE, new Told());
  }

  private final class Told implements Files.Listener {
    @Override
    public void created(Tx tx, ContactFile file, By by) {
      told.add("created " + file.name());
    }

    @Override
    public void deleted(Tx tx, ContactFile file, By by) {
      told.add("deleted " + file.name());
    }
  }

  @Test
  void filesAreReadBackFromAnyByteAndListedTheNewestFirst() throws IOException {
    ContactFile first = one(kept(SHELF, "notes.txt", "hello, world"));
    now++;
    ContactFile second = one(kept(SHELF, "more.txt", "more"));

    assertThat(files.find(SHELF, first.id())).contains(first);
    assertThat(first.id()).matches("[0-9a-f]{24}");
    assertThat(first.size()).isEqualTo(12);
    assertThat(first.type()).isEqualTo("text/plain");
    assertThat(first.uploadedBy()).isEqualTo("ann");
    assertThat(content(first, 0)).isEqualTo("hello, world");
    assertThat(content(first, 7)).isEqualTo("world");
    assertThat(files.list(SHELF, 0, 10)).containsExactly(second, first);
    assertThat(files.list(SHELF, 1, 10)).containsExactly(first);
    assertThat(files.bytesOf(ACME)).isEqualTo(16);
    assertThat(told).containsExactly("created notes.txt", "created more.txt");
    assertThat(audited()).contains("Uploaded the file \"notes.txt\"");
    assertThat(in(drafts)).isEmpty();
  }

  @Test
  void aFileIsFoundOnItsOwnShelfOnly() {
    ContactFile file = one(kept(SHELF, "a.txt", "a"));
    for (Shelf elsewhere :
        List.of(
            new Shelf(OTHER, "agent", "contact"),
            new Shelf(ACME, "other", "contact"),
            new Shelf(ACME, "agent", "other"))) {
      assertThat(files.find(elsewhere, file.id())).isEmpty();
      assertThat(files.list(elsewhere, 0, 10)).isEmpty();
      assertThat(files.delete(elsewhere, file.id(), ANN)).isFalse();
    }
    assertThat(files.find(SHELF, file.id())).contains(file);
  }

  @Test
  void theSameContentIsKeptOnceInAnOrganizationAndNeverSharedBetweenTwo() throws IOException {
    ContactFile one = one(kept(SHELF, "a.txt", "same"));
    ContactFile two = one(kept(new Shelf(ACME, "agent", "second"), "b.txt", "same"));
    assertThat(store.kept()).hasSize(1);
    ContactFile foreign = one(kept(new Shelf(OTHER, "agent", "contact"), "c.txt", "same"));
    assertThat(store.kept()).hasSize(2);

    assertThat(files.delete(one.shelf(), one.id(), ANN)).isTrue();
    assertThat(content(two, 0)).isEqualTo("same");
    assertThat(files.delete(two.shelf(), two.id(), ANN)).isTrue();
    assertThat(store.kept()).hasSize(1);
    assertThat(content(foreign, 0)).isEqualTo("same");
    assertThat(files.read(two, 0)).isEmpty();
    assertThat(files.bytesOf(ACME)).isZero();
    assertThat(told).endsWith("deleted a.txt", "deleted b.txt");
    assertThat(audited()).contains("Deleted the file \"a.txt\"");
  }

  @Test
  void ofAnUploadAllFilesAreKeptOrNone() throws IOException {
    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add("a.txt", stream("a"))).isEmpty();
      assertThat(upload.add("b.txt", stream("b"))).isEmpty();
      assertThat(files.keep(upload, ANN)).isInstanceOf(Kept.Done.class);
    }
    assertThat(files.list(SHELF, 0, 10)).hasSize(2);

    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add("c.txt", stream("c"))).isEmpty();
      assertThat(upload.add("evil.exe", stream("d"))).isPresent();
      assertThat(upload.add("e.txt", stream("e"))).isPresent();
      assertThat(refusal(files.keep(upload, ANN))).isInstanceOf(Refusal.Executable.class);
    }
    assertThat(files.list(SHELF, 0, 10)).hasSize(2);
    assertThat(store.kept()).hasSize(2);
    assertThat(in(drafts)).isEmpty();
  }

  @Test
  void filesOfOneUploadAreListedInTheOrderInWhichTheyWereSent() throws IOException {
    List<String> sent = List.of("c", "a", "e", "b", "d", "f", "g");
    try (Upload upload = files.upload(SHELF)) {
      for (String name : sent) {
        assertThat(upload.add(name, stream(name))).isEmpty();
      }
      assertThat(((Kept.Done) files.keep(upload, ANN)).files())
          .extracting(ContactFile::name)
          .isEqualTo(sent);
    }
    assertThat(files.list(SHELF, 0, 10)).extracting(ContactFile::name).isEqualTo(sent);
  }

  @Test
  void whatIsTooLargeIsNotReadToItsEnd() throws IOException {
    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add("big", new Xs(Long.MAX_VALUE)))
          .contains(new Refusal.TooLarge("big", RULES.mostBytes()));
    }
    assertThat(in(drafts)).isEmpty();
  }

  @Test
  void aSenderWhoGoesAwayLeavesNothing() throws IOException {
    try (Upload upload = files.upload(SHELF)) {
      assertThatThrownBy(() -> upload.add("a", new Xs(200_000))).hasMessage("gone");
    }
    assertThat(store.kept()).isEmpty();
    assertThat(in(drafts)).isEmpty();
    assertThat(files.list(SHELF, 0, 10)).isEmpty();
  }

  @Test
  void anUploadWithoutAFileIsRefused() {
    try (Upload upload = files.upload(SHELF)) {
      assertThat(refusal(files.keep(upload, ANN))).isEqualTo(new Refusal.NoFile());
    }
  }

  @Test
  void manyUploadsAtOnceNeverExceedTheQuota() throws Exception {
    files = open(new Rules(1_000, 1_000, 1_000, false), Scanner.NONE);
    List<Callable<Kept>> uploads =
        Stream.iterate(0, i -> i + 1)
            .limit(40)
            .<Callable<Kept>>map(
                i ->
                    () -> kept(new Shelf(ACME, "agent", "c" + i % 7), "f", i + "-".repeat(100 - 2)))
            .toList();
    long done = done(uploads);

    assertThat(done).isEqualTo(10); // of 99 or 100 bytes each
    assertThat(files.bytesOf(ACME)).isBetween(900L, 1_000L);
    assertThat(store.kept()).hasSize((int) done);
    assertThat(one(kept(new Shelf(OTHER, "agent", "c"), "f", "x")).size()).isEqualTo(1);
  }

  @Test
  void whatTheQuotaDoesNotHoldIsNotSentToWhereContentsAre() throws IOException {
    var _ = one(kept(SHELF, "a", "a"));
    Watched watched = new Watched(store.blobs());
    files = files(watched, new Rules(1_000, 10, 10, false));
    assertThat(refusal(kept(SHELF, "b", "0123456789"))).isEqualTo(new Refusal.QuotaExceeded(10));
    assertThat(watched.kept.get()).isZero();
    var _ = one(kept(SHELF, "c", "012345678"));
    assertThat(watched.kept.get()).isEqualTo(1);
  }

  @Test
  void whatIsKeptForLongMakesNobodyWaitButWhoHasTheSame() throws Exception {
    ContactFile file = one(kept(SHELF, "slow", "slow"));
    Watched watched = new Watched(store.blobs());
    files = files(watched, RULES);
    watched.slow = Optional.of(file.blob());
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Kept> slow = threads.submit(() -> kept(SHELF, "slow", "slow"));
      assertThat(watched.begun.await(1, TimeUnit.MINUTES)).isTrue();
      Future<Boolean> others =
          threads.submit(
              () -> {
                for (int i = 0; i < RULES.mostOfContact(); i++) {
                  var _ = one(kept(new Shelf(ACME, "agent", "other"), "f", "content " + i));
                }
                return files.delete(SHELF, file.id(), ANN);
              });
      assertThat(others.get(1, TimeUnit.MINUTES)).isTrue();
      watched.goOn.countDown();
      assertThat(content(one(slow.get(1, TimeUnit.MINUTES)), 0)).isEqualTo("slow");
    }
  }

  /// Counts what is kept, and keeps one of it only when it may go on.
  private static final class Watched implements Blobs {
    private final Blobs blobs;
    private final AtomicInteger kept = new AtomicInteger();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Optional<Blob> slow = Optional.empty();

    Watched(Blobs blobs) {
      this.blobs = blobs;
    }

    @Override
    public void keep(Blob blob, Path draft, long size) throws IOException {
      kept.incrementAndGet();
      if (slow.filter(blob::equals).isPresent()) {
        begun.countDown();
        await();
      }
      blobs.keep(blob, draft, size);
    }

    private void await() {
      try {
        assertThat(goOn.await(1, TimeUnit.MINUTES)).isTrue();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public InputStream open(Blob blob, long from) throws IOException {
      return blobs.open(blob, from);
    }

    @Override
    public void delete(Blob blob) throws IOException {
      blobs.delete(blob);
    }

    @Override
    public void keptBefore(long time, Consumer<List<Blob>> some) throws IOException {
      blobs.keptBefore(time, some);
    }
  }

  @Test
  void manyUploadsAtOnceNeverExceedWhatAContactMayHave() throws Exception {
    List<Callable<Kept>> uploads =
        Stream.iterate(0, i -> i + 1)
            .limit(30)
            .<Callable<Kept>>map(i -> () -> kept(SHELF, "f" + i, "content " + i))
            .toList();
    assertThat(done(uploads)).isEqualTo(RULES.mostOfContact());
    assertThat(refusal(kept(SHELF, "g", "g")))
        .isEqualTo(new Refusal.TooMany(RULES.mostOfContact()));
    ContactFile gone = files.list(SHELF, 0, 1).getFirst();
    assertThat(files.delete(SHELF, gone.id(), ANN)).isTrue();
    var _ = one(kept(SHELF, "g", "g"));
  }

  @Test
  void aSweepTakesWhatNoFileHasAndIsOldAndNothingElse() throws IOException {
    ContactFile file = one(kept(SHELF, "a.txt", "a"));
    Blob orphan = new Blob(ACME, HexFormat.of().formatHex(Sha256.of("orphan".getBytes(UTF_8))));
    Path left = folder.resolve("left");
    java.nio.file.Files.writeString(left, "orphan");
    store.blobs().keep(orphan, left, 6);
    java.nio.file.Files.writeString(drafts.resolve("abandoned"), "half");

    now = System.currentTimeMillis();
    assertThat(files.sweep(now)).isEqualTo(1);
    assertThat(in(drafts)).isEmpty();
    assertThat(store.kept()).hasSize(2);

    assertThat(files.sweep(now + 2 * Files.GRACE.toMillis())).isEqualTo(1);
    assertThat(store.kept()).hasSize(1);
    assertThat(content(file, 0)).isEqualTo("a");
  }

  @Test
  void aSweepPassesWhatSomebodyElseHasPutThere() throws IOException {
    ContactFile file = one(kept(SHELF, "a.txt", "a"));
    Path blobs = folder.resolve("blobs");
    java.nio.file.Files.createDirectories(blobs.resolve(ACME).resolve("lost+found"));
    for (Path in : List.of(blobs, blobs.resolve(ACME), blobs.resolve(ACME).resolve("lost+found"))) {
      java.nio.file.Files.writeString(in.resolve(".DS_Store"), "of a file manager");
    }
    assertThat(files.sweep(Long.MAX_VALUE)).isZero();
    assertThat(content(file, 0)).isEqualTo("a");
    assertThat(blobs.resolve(".DS_Store")).exists();
  }

  @Test
  void sweepsAndDeletionsNeverTakeWhatAnUploadJustFoundThere() throws Exception {
    List<Callable<Boolean>> all = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      Shelf shelf = new Shelf(ACME, "agent", "c" + i);
      all.add(
          () -> {
            for (int round = 0; round < 25; round++) {
              ContactFile file = one(kept(shelf, "same.txt", "contended"));
              assertThat(content(file, 0)).isEqualTo("contended");
              assertThat(files.delete(shelf, file.id(), ANN)).isTrue();
            }
            return true;
          });
    }
    all.add(
        () -> {
          for (int round = 0; round < 50; round++) {
            int _ = files.sweep(Long.MAX_VALUE); // as if everything were old
          }
          return true;
        });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Boolean> one : threads.invokeAll(all)) {
        assertThat(one.get()).isTrue();
      }
    }
    assertThat(store.kept()).isEmpty();
    assertThat(in(drafts)).isEmpty();
    assertThat(files.bytesOf(ACME)).isZero();
  }

  @Test
  void whatIsInfectedOrCannotBeScannedIsNotKept() throws IOException {
    files = open(RULES, _ -> Optional.of("Eicar"));
    assertThat(refusal(kept(SHELF, "a", "a"))).isEqualTo(new Refusal.Infected("a", "Eicar"));
    files =
        open(
            RULES,
            _ -> {
              throw new StorageException("down");
            });
    assertThatThrownBy(() -> kept(SHELF, "a", "a")).isInstanceOf(StorageException.class);
    assertThat(store.kept()).isEmpty();
    assertThat(in(drafts)).isEmpty();
    assertThat(files.list(SHELF, 0, 10)).isEmpty();
  }

  @Test
  void whatIntegrationsDoIsToldAndNotAudited() throws IOException {
    int before = audited().size();
    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add("a.txt", stream("a"))).isEmpty();
      assertThat(files.delete(SHELF, one(files.keep(upload, KEY)).id(), KEY)).isTrue();
    }
    assertThat(told).containsExactly("created a.txt", "deleted a.txt");
    assertThat(audited()).hasSize(before);
  }

  @Test
  void whatAManagementKeyDoesIsAudited() throws IOException {
    Author manager = Author.manager(KEY.by());
    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add("a.txt", stream("a"))).isEmpty();
      assertThat(files.delete(SHELF, one(files.keep(upload, manager)).id(), manager)).isTrue();
    }
    assertThat(audited()).endsWith("Uploaded the file \"a.txt\"", "Deleted the file \"a.txt\"");
  }

  @Test
  void theSameUploadHasTheSameFingerprint() throws IOException {
    assertThat(fingerprint("a.txt", "a")).isEqualTo(fingerprint("a.txt", "a"));
    assertThat(fingerprint("a.txt", "a")).isNotEqualTo(fingerprint("a.txt", "b"));
    assertThat(fingerprint("a.txt", "a")).isNotEqualTo(fingerprint("b.txt", "a"));
  }

  private String fingerprint(String name, String content) throws IOException {
    try (Upload upload = files.upload(SHELF)) {
      assertThat(upload.add(name, stream(content))).isEmpty();
      return upload.fingerprint();
    }
  }

  private static long done(List<Callable<Kept>> uploads) throws Exception {
    long done = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Kept> kept : threads.invokeAll(uploads)) {
        done += kept.get() instanceof Kept.Done ? 1 : 0;
      }
    }
    return done;
  }

  private Kept kept(Shelf shelf, String name, String content) {
    try (Upload upload = files.upload(shelf)) {
      var _ = upload.add(name, stream(content));
      return files.keep(upload, ANN);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ContactFile one(Kept kept) {
    return ((Kept.Done) kept).files().getFirst();
  }

  private static Refusal refusal(Kept kept) {
    return ((Kept.Refused) kept).why();
  }

  /// So many bytes, and then the sender is gone.
  private static final class Xs extends InputStream {
    private long left;

    Xs(long count) {
      left = count;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int _ = read(one, 0, 1);
      return one[0];
    }

    @Override
    public int read(byte[] into, int from, int most) throws IOException {
      if (left == 0) {
        throw new IOException("gone");
      }
      int count = (int) Math.min(left, most);
      left -= count;
      Arrays.fill(into, from, from + count, (byte) 'x');
      return count;
    }
  }

  private static InputStream stream(String text) {
    return new ByteArrayInputStream(text.getBytes(UTF_8));
  }

  private String content(ContactFile file, long from) throws IOException {
    try (InputStream content = files.read(file, from).orElseThrow()) {
      return new String(content.readAllBytes(), UTF_8);
    }
  }

  private List<String> audited() {
    return database.read(
        handle ->
            handle
                .createQuery("SELECT description FROM audit_entry WHERE org_id = :org ORDER BY seq")
                .bind("org", ACME)
                .mapTo(String.class)
                .list());
  }

  /// The files below, at whatever depth.
  private static List<Path> in(Path folder) throws IOException {
    try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
      return all.filter(java.nio.file.Files::isRegularFile).toList();
    }
  }
}
