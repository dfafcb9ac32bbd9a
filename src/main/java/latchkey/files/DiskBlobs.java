package latchkey.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import latchkey.crypto.OwnerFiles;

/// In a folder: `organization/first two digits/digest`.
///
/// A draft was forced to the disk by who wrote it; here it gets its name, and then its folder is
/// forced too. So what has a name is whole, whenever the machine stops. Drafts lie on the same
/// file system, for only there a file gets another name at once.
public final class DiskBlobs implements Blobs {
  private static final int FOLDER_DIGITS = 2;

  /// File managers and people leave files beside them.
  private static final DirectoryStream.Filter<Path> FOLDERS = path -> Files.isDirectory(path);

  private final Path root;

  private DiskBlobs(Path root) {
    this.root = root;
  }

  public static DiskBlobs in(Path root) throws IOException {
    OwnerFiles.makeFolder(root);
    return new DiskBlobs(root);
  }

  @Override
  public void keep(Blob blob, Path draft, long size) throws IOException {
    Path file = file(blob);
    if (!holds(file, size)) {
      makeFolder(organization(blob), root);
      makeFolder(folder(blob), organization(blob));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
    // Also where it was here: who put it here may have died before this.
    force(folder(blob));
  }

  private static boolean holds(Path file, long size) throws IOException {
    return Files.exists(file) && Files.size(file) == size;
  }

  private static void makeFolder(Path folder, Path in) throws IOException {
    if (!Files.isDirectory(folder)) {
      OwnerFiles.makeFolder(folder);
      force(in);
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  @Override
  public InputStream open(Blob blob, long from) throws IOException {
    FileChannel channel = FileChannel.open(file(blob), StandardOpenOption.READ);
    try {
      return Channels.newInputStream(channel.position(from));
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void delete(Blob blob) throws IOException {
    Files.deleteIfExists(file(blob));
  }

  @Override
  public void keptBefore(long time, Consumer<List<Blob>> some) throws IOException {
    try (DirectoryStream<Path> organizations = Files.newDirectoryStream(root, FOLDERS)) {
      for (Path organization : organizations) {
        try (DirectoryStream<Path> folders = Files.newDirectoryStream(organization, FOLDERS)) {
          for (Path folder : folders) {
            some.accept(keptBefore(time, name(organization), folder));
          }
        }
      }
    }
  }

  private static List<Blob> keptBefore(long time, String organization, Path folder)
      throws IOException {
    List<Blob> old = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (Blob.isDigest(name(file)) && isOlder(file, time)) {
          old.add(new Blob(organization, name(file)));
        }
      }
    }
    return old;
  }

  private static boolean isOlder(Path file, long time) throws IOException {
    try {
      return Files.getLastModifiedTime(file).toMillis() < time;
    } catch (NoSuchFileException _) {
      return false; // deleted meanwhile
    }
  }

  private static String name(Path path) {
    return String.valueOf(path.getFileName());
  }

  private Path file(Blob blob) {
    return folder(blob).resolve(blob.sha256());
  }

  private Path folder(Blob blob) {
    return organization(blob).resolve(blob.sha256().substring(0, FOLDER_DIGITS));
  }

  private Path organization(Blob blob) {
    return root.resolve(blob.organizationId());
  }
}
