package latchkey.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import latchkey.crypto.Sha256;

/// Files that are being sent to one shelf: read once, hashed and written to drafts meanwhile, and
/// judged. [Files#keep] keeps them all or none; whatever is not kept is gone when this is closed.
public final class Upload implements AutoCloseable {
  private static final int AT_ONCE = 64 * 1024;

  private final Shelf shelf;
  private final Rules rules;
  private final Drafts drafts;
  private final Scanner scanner;
  private final List<Path> paths = new ArrayList<>();
  private final List<Draft> taken = new ArrayList<>();
  private Optional<Refusal> refusal = Optional.empty();

  /// One that was taken.
  record Draft(Path path, String name, long size, String type, Blob blob) {}

  Upload(Shelf shelf, Rules rules, Drafts drafts, Scanner scanner) {
    this.shelf = shelf;
    this.rules = rules;
    this.drafts = drafts;
    this.scanner = scanner;
  }

  /// Reads one file to its end, or as far as it takes to refuse it; after a refusal, nothing.
  ///
  /// @param sentName as the sender calls it
  /// @throws IOException when the sender goes away
  /// @throws StorageException when it cannot be written or scanned
  public Optional<Refusal> add(String sentName, InputStream content) throws IOException {
    if (refusal.isEmpty()) {
      refusal =
          taken.size() == rules.mostOfContact()
              ? Optional.of(new Refusal.TooMany(rules.mostOfContact()))
              : take(FileName.cleaned(sentName), content);
    }
    return refusal;
  }

  /// What makes it the same upload, were it sent again: names and contents in their order.
  public String fingerprint() {
    StringBuilder all = new StringBuilder();
    for (Draft draft : taken) {
      all.append(draft.blob.sha256()).append(' ').append(draft.name).append('\n');
    }
    return all.toString();
  }

  Shelf shelf() {
    return shelf;
  }

  List<Draft> taken() {
    return taken;
  }

  Optional<Refusal> refusal() {
    return taken.isEmpty() ? refusal.or(() -> Optional.of(new Refusal.NoFile())) : refusal;
  }

  private Optional<Refusal> take(String name, InputStream content) throws IOException {
    Path path = create();
    paths.add(path);
    MessageDigest sha256 = Sha256.digest();
    ByteBuffer head = ByteBuffer.allocate(FileTypes.HEAD);
    long size = 0;
    try (FileChannel file = open(path)) {
      byte[] bytes = new byte[AT_ONCE];
      for (int read; (read = content.read(bytes)) >= 0; ) {
        size += read;
        if (size > rules.mostBytes()) {
          return Optional.of(new Refusal.TooLarge(name, rules.mostBytes()));
        }
        sha256.update(bytes, 0, read);
        head.put(bytes, 0, Math.min(read, head.remaining()));
        write(file, ByteBuffer.wrap(bytes, 0, read));
      }
      force(file);
    }
    byte[] first = Arrays.copyOf(head.array(), head.position());
    String type = FileTypes.of(first, name);
    if (!rules.executables() && FileTypes.isExecutable(first, name, type)) {
      return Optional.of(new Refusal.Executable(name, type));
    }
    Optional<Refusal> infected = scanner.scan(path).map(virus -> new Refusal.Infected(name, virus));
    if (infected.isEmpty()) {
      String digest = HexFormat.of().formatHex(sha256.digest());
      taken.add(new Draft(path, name, size, type, new Blob(shelf.organizationId(), digest)));
    }
    return infected;
  }

  // What fails here is our disk, and not the sender.

  private Path create() {
    try {
      return drafts.create();
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static FileChannel open(Path path) {
    try {
      return FileChannel.open(path, StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes) {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static void force(FileChannel file) {
    try {
      file.force(true);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private static StorageException unwritable(IOException e) {
    return new StorageException("files cannot be written", e);
  }

  @Override
  public void close() {
    paths.forEach(drafts::discard);
    paths.clear();
  }
}
