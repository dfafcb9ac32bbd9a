package latchkey.imports;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import latchkey.crypto.Sha256;

/// The folder of what is to come into the record: one file for each import that has not ended,
/// and those that arrive. What fails here is our disk, and not the sender.
final class Inbox {
  private static final int AT_ONCE = 64 * 1024;
  private static final String KEPT = ".csv";

  private final Path folder;

  Inbox(Path folder) {
    this.folder = folder;
  }

  interface Disk<T> {
    T work() throws IOException;
  }

  static <T> T onDisk(Disk<T> disk) {
    try {
      return disk.work();
    } catch (IOException e) {
      throw new CannotKeep(e);
    }
  }

  /// A file that has come whole.
  record Draft(Path path, String sha256) {}

  /// Takes a file to its end; it is to be there when its row is.
  ///
  /// @throws IOException when the sender goes away
  Draft draft(InputStream content) throws IOException {
    Path path = onDisk(() -> Files.createTempFile(folder, "arriving", ".tmp"));
    try {
      return new Draft(path, written(content, path));
    } catch (IOException | RuntimeException | Error e) {
      discard(path);
      throw e;
    }
  }

  private static String written(InputStream content, Path path) throws IOException {
    MessageDigest digest = Sha256.digest();
    FileChannel file = onDisk(() -> FileChannel.open(path, StandardOpenOption.WRITE));
    try {
      byte[] bytes = new byte[AT_ONCE];
      for (int read; (read = content.read(bytes)) >= 0; ) {
        digest.update(bytes, 0, read);
        write(file, ByteBuffer.wrap(bytes, 0, read));
      }
      var _ = onDisk(() -> forced(file));
    } finally {
      file.close();
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private static void write(FileChannel file, ByteBuffer bytes) {
    var _ =
        onDisk(
            () -> {
              while (bytes.hasRemaining()) {
                int _ = file.write(bytes);
              }
              return file;
            });
  }

  private static FileChannel forced(FileChannel file) throws IOException {
    file.force(true);
    return file;
  }

  /// Takes it away, unless it was kept.
  void discard(Path draft) {
    boolean _ = onDisk(() -> Files.deleteIfExists(draft));
  }

  /// Gives it the name of its import, durably.
  void keep(Path draft, Import one) {
    var _ =
        onDisk(
            () -> {
              var _ = Files.move(draft, file(one), StandardCopyOption.ATOMIC_MOVE);
              try (FileChannel in = FileChannel.open(folder, StandardOpenOption.READ)) {
                return forced(in);
              }
            });
  }

  Path file(Import one) {
    return folder.resolve(one.id() + KEPT);
  }

  /// An import that has ended needs its file no more.
  void forget(Import one) {
    discard(file(one));
  }

  /// Takes away what is older and no import needs.
  ///
  /// @param needed the ids of imports
  void sweep(long olderThan, List<String> needed) {
    var _ =
        onDisk(
            () -> {
              try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                  String name = String.valueOf(file.getFileName());
                  long written = Files.getLastModifiedTime(file).toMillis();
                  if (written < olderThan && !needed.contains(name.replace(KEPT, ""))) {
                    boolean _ = Files.deleteIfExists(file);
                  }
                }
              }
              return folder;
            });
  }
}
