package latchkey.files;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import latchkey.crypto.OwnerFiles;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Files that are being sent, in a folder that belongs to this process alone.
final class Drafts {
  private static final Logger LOG = LoggerFactory.getLogger(Drafts.class);

  private final Path folder;

  /// Those of uploads that are under way.
  private final Set<Path> inUse = ConcurrentHashMap.newKeySet();

  private Drafts(Path folder) {
    this.folder = folder;
  }

  /// Begins with an empty folder: what is in it was left by a process that died.
  static Drafts in(Path folder) throws IOException {
    OwnerFiles.makeFolder(folder);
    Drafts drafts = new Drafts(folder);
    drafts.sweep();
    return drafts;
  }

  Path create() throws IOException {
    Path draft = folder.resolve(UUID.randomUUID().toString());
    inUse.add(draft); // before it is there, for the sweep
    try {
      OwnerFiles.makeFile(draft);
      return draft;
    } catch (IOException | RuntimeException e) {
      inUse.remove(draft);
      throw e;
    }
  }

  /// Takes it away; one that became a blob is gone already.
  void discard(Path draft) {
    try {
      Files.deleteIfExists(draft);
    } catch (IOException e) {
      LOG.warn("a draft is left to the next sweep: {}", e.toString());
    } finally {
      inUse.remove(draft);
    }
  }

  /// Takes away what no upload has; says how many.
  int sweep() throws IOException {
    int swept = 0;
    try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
      for (Path draft : all) {
        if (!inUse.contains(draft) && Files.deleteIfExists(draft)) {
          swept++;
        }
      }
    }
    return swept;
  }
}
