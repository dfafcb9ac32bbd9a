package latchkey;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import latchkey.crypto.Sha256;
import latchkey.db.Database;
import latchkey.files.Blobs;
import latchkey.files.ContactFile;
import latchkey.files.Files;
import latchkey.files.S3Server;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills a process that uploads and deletes files at a random moment, again and again.
class FilesCrashTest {
  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Set<String> certain = new HashSet<>();

  @Test
  void noAcknowledgedFileIsLostNoneIsHalfWrittenAndWhatIsLeftIsSwept() throws IOException {
    for (int kill = 0; kill < 6; kill++) {
      killAfter(1 + random.nextInt(60), List.of());
      assertThat(digests(List.of())).hasSameElementsAs(in(folder.resolve("blobs")));
    }
    assertThat(certain).isNotEmpty();
  }

  @Test
  void theSameIsSoInABucketAndOfWhatWasSentInPartsNothingIsLeft() throws IOException {
    String bucket = S3Server.bucket("crash").name();
    List<String> where = List.of(String.valueOf(S3Server.url()), bucket);
    for (int kill = 0; kill < 3; kill++) {
      killAfter(1 + random.nextInt(6), where);
      assertThat(digests(where)).hasSameElementsAs(inBucket(bucket));
      assertThat(S3Server.unfinished(bucket)).isZero();
    }
    assertThat(certain).isNotEmpty();
  }

  private static List<String> inBucket(String bucket) {
    return S3Server.keys(bucket).stream()
        .map(key -> key.substring(key.lastIndexOf('/') + 1))
        .toList();
  }

  /// Of the files that are there after a start and a sweep, each of them whole.
  private Set<String> digests(List<String> where) throws IOException {
    try (Database database = FilesCrashLoad.database(folder);
        Blobs blobs = FilesCrashLoad.blobs(folder, where)) {
      Files files = FilesCrashLoad.files(folder, database, blobs);
      List<ContactFile> all = files.list(FilesCrashLoad.SHELF, 0, Integer.MAX_VALUE);
      assertThat(all.stream().map(ContactFile::id).toList())
          .as("seed %d", seed)
          .containsAll(certain);
      for (ContactFile file : all) {
        assertThat(digest(files, file)).as("seed %d", seed).isEqualTo(file.sha256());
      }
      assertThat(files.bytesOf(FilesCrashLoad.SHELF.organizationId()))
          .isEqualTo(all.stream().mapToLong(ContactFile::size).sum());

      int _ = files.sweep(Long.MAX_VALUE); // as if everything were old
      assertThat(in(folder.resolve("drafts"))).isEmpty();
      return all.stream().map(ContactFile::sha256).collect(Collectors.toSet());
    }
  }

  private void killAfter(int lines, List<String> where) throws IOException {
    List<String> command =
        new ArrayList<>(Child.java(System.getProperty("java.class.path"), List.of()));
    command.addAll(List.of(FilesCrashLoad.class.getName(), folder.toString()));
    command.addAll(where);
    try (Child child = Child.start(command, java.util.Map.of())) {
      int count = 0;
      for (String line; (line = child.out().readLine()) != null; ) {
        if (++count == lines) {
          child.kill();
        }
        String[] words = line.split(" ", -1);
        switch (words[0]) {
          case "kept" -> certain.add(words[1]);
          case "deleting" -> certain.remove(words[1]);
          default -> throw new AssertionError(line);
        }
      }
      assertThat(child.exitCode()).as(child.complaints()).isEqualTo(128 + 9);
    }
  }

  private static String digest(Files files, ContactFile file) throws IOException {
    try (InputStream content = files.read(file, 0).orElseThrow()) {
      return HexFormat.of().formatHex(Sha256.of(content.readAllBytes()));
    }
  }

  private static List<String> in(Path folder) throws IOException {
    try (Stream<Path> all = java.nio.file.Files.walk(folder)) {
      return all.filter(java.nio.file.Files::isRegularFile)
          .map(path -> String.valueOf(path.getFileName()))
          .toList();
    }
  }
}
