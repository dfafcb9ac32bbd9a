package latchkey;

import static org.junit.jupiter.api.Assertions.fail;

import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Assumptions;

/// A file system of a few megabytes over a folder, which only root can make. Where it cannot be
/// made the test is skipped, but not in CI.
final class SmallDisk implements AutoCloseable {
  private final Path folder;

  private SmallDisk(Path folder) {
    this.folder = folder;
  }

  static SmallDisk memory(Path folder) {
    return mounted(folder, "mount", "-t", "tmpfs", "-o", "size=16m", "tmpfs", folder.toString());
  }

  /// On an image beside the folder: of all file systems, ext4 can be told to fail.
  static SmallDisk ext4(Path folder) throws IOException {
    Path image = folder.resolveSibling(folder.getFileName() + ".img");
    try (var file = new RandomAccessFile(image.toFile(), "rw")) {
      file.setLength(64 << 20);
    }
    if (!run("mkfs.ext4", "-q", image.toString())) {
      cannot("mkfs.ext4");
    }
    return mounted(folder, "mount", "-o", "loop", image.toString(), folder.toString());
  }

  private static SmallDisk mounted(Path folder, String... mount) {
    if (!run(mount)) {
      cannot(String.join(" ", mount));
    }
    return new SmallDisk(folder);
  }

  private static void cannot(String command) {
    String why = command + " is not permitted here";
    if ("true".equals(System.getenv("CI"))) {
      fail(why);
    }
    Assumptions.abort(why);
  }

  /// Turns it read-only, which the kernel permits while nobody writes to it.
  void makeReadOnly() {
    if (!run("mount", "-o", "remount,ro", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be made read-only");
    }
  }

  /// Turns it read-only at once, as the kernel does after an error, with all files still open.
  /// What was written is on the disk before: of mapped files too, no page can be written to any
  /// more.
  void abort() {
    run("sync", "--file-system", folder.toString());
    if (!run("mount", "-o", "remount,abort", folder.toString())) {
      throw new IllegalStateException(folder + " cannot be aborted");
    }
  }

  /// Leaves no room; closing what is returned gives it back.
  AutoCloseable fill() throws IOException {
    Path ballast = folder.resolve("ballast");
    try (OutputStream out = Files.newOutputStream(ballast)) {
      byte[] page = new byte[4096];
      while (true) {
        out.write(page);
      }
    } catch (IOException e) {
      return () -> Files.delete(ballast);
    }
  }

  static boolean run(String... command) {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void close() {
    run("umount", "--lazy", folder.toString()); // mappings last until they are collected
  }
}
