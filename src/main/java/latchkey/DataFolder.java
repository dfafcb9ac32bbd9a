package latchkey;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.Optional;
import latchkey.cli.StartFailure;
import latchkey.crypto.Keyset;
import latchkey.crypto.OwnerFiles;
import latchkey.crypto.Secret;
import latchkey.crypto.UnusableKeyset;

/// The folder of one installation, locked for one process.
///
/// The keyset is written before the database is made. So a folder with a keyset and no database
/// is one whose first start was cut short, and goes on; one with a database and no keyset has
/// lost something, and is refused. So is one that has counted usage, which comes last, and has
/// no database.
final class DataFolder implements AutoCloseable {
  private static final String DATABASE = "latchkey.db";
  private static final String USAGE = "usage";
  private static final String IMPORTS = "imports";
  private static final String KEYSET = "keyset.json";

  /// SQLite takes a file that is shorter than its smallest page for a new one.
  private static final int LEAST_DATABASE = 512;

  private final Path path;
  private final FileChannel lock;

  private DataFolder(Path path, FileChannel lock) {
    this.path = path;
    this.lock = lock;
  }

  /// Makes the folder if it is missing, and takes it.
  static DataFolder open(Path path) {
    try {
      OwnerFiles.makeFolder(path);
      if (!Files.isDirectory(path) || !Files.isWritable(path)) {
        throw new StartFailure("the data folder %s cannot be written to".formatted(path));
      }
      Path file = path.resolve("latchkey.lock");
      OwnerFiles.makeFile(file);
      FileChannel lock = FileChannel.open(file, StandardOpenOption.WRITE);
      if (!isTaken(lock)) {
        lock.close();
        throw new StartFailure("another Latchkey is using the data folder " + path);
      }
      return new DataFolder(path, lock);
    } catch (IOException e) {
      throw new StartFailure("the data folder %s cannot be used: %s".formatted(path, words(e)), e);
    }
  }

  private static boolean isTaken(FileChannel lock) throws IOException {
    try {
      return lock.tryLock() != null;
    } catch (OverlappingFileLockException _) {
      return false; // this very process has it
    }
  }

  private static String words(IOException e) {
    return e.getClass().getSimpleName() + " " + e.getMessage();
  }

  /// The keyset that the operator gives, or the one in the folder, or at the first start a new
  /// one.
  ///
  /// @param embedded whether the database is in this folder too
  Keyset keyset(Optional<Secret> given, boolean embedded, SecureRandom random) {
    if (given.isPresent()) {
      return Keyset.parse(given.get());
    }
    Path file = path.resolve(KEYSET);
    return Keyset.read(file).orElseGet(() -> newKeyset(file, embedded, random));
  }

  /// The keyset that the operator gives, or the one in a folder that another process may hold.
  static Keyset storedKeyset(Path path, Optional<Secret> given) {
    return given
        .map(Keyset::parse)
        .or(() -> Keyset.read(path.resolve(KEYSET)))
        .orElseThrow(() -> new StartFailure("%s has no %s".formatted(path, KEYSET)));
  }

  /// The database file of a folder that another process may hold.
  static Path existingDatabase(Path path) {
    Path file = path.resolve(DATABASE);
    if (!Files.exists(file)) {
      throw new StartFailure("%s has no %s".formatted(path, DATABASE));
    }
    return file;
  }

  private Keyset newKeyset(Path file, boolean embedded, SecureRandom random) {
    if (embedded && Files.exists(path.resolve(DATABASE))) {
      throw new UnusableKeyset(
          "%s has a database and no keyset.json: without it no key can be verified; restore it from a backup"
              .formatted(path));
    }
    Keyset keyset = Keyset.generate(random);
    keyset.writeNew(file);
    return keyset;
  }

  /// Adds a pepper to the folder's keyset; says which version it is.
  int rotatePepper(SecureRandom random) {
    Path file = path.resolve(KEYSET);
    Keyset rotated =
        Keyset.read(file)
            .orElseThrow(() -> new StartFailure("%s has no keyset.json".formatted(path)))
            .withNewPepper(random);
    rotated.write(file);
    return rotated.currentPepper();
  }

  /// The database file, there and readable by its owner only; SQLite gives its journals the same
  /// mode.
  Path databaseFile() {
    Path file = path.resolve(DATABASE);
    try {
      if (Files.exists(path.resolve(USAGE)) && size(file) < LEAST_DATABASE) {
        throw new StartFailure(
            "%s is missing or empty, though its folder was in use: restore it from a backup, or begin anew in another folder"
                .formatted(file));
      }
      OwnerFiles.makeFile(file);
    } catch (IOException e) {
      throw new StartFailure("%s cannot be made: %s".formatted(file, words(e)), e);
    }
    return file;
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /// Where the files of imports of contacts lie until these have ended.
  Path importsFolder() {
    Path folder = path.resolve(IMPORTS);
    try {
      OwnerFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new StartFailure("%s cannot be made: %s".formatted(folder, words(e)), e);
    }
    return folder;
  }

  /// Where usage is counted; made last, so it tells a folder that was in use.
  Path usageFolder() {
    Path folder = path.resolve(USAGE);
    try {
      OwnerFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new StartFailure("%s cannot be made: %s".formatted(folder, words(e)), e);
    }
    return folder;
  }

  /// Where the files of contacts are.
  Path filesFolder() {
    Path folder = path.resolve("files");
    try {
      OwnerFiles.makeFolder(folder);
    } catch (IOException e) {
      throw new StartFailure("%s cannot be made: %s".formatted(folder, words(e)), e);
    }
    return folder;
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException _) {
      // the end of the process frees it
    }
  }
}
