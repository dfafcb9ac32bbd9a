package latchkey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import latchkey.db.Database;
import latchkey.files.Files;
import latchkey.files.Kept;
import latchkey.files.StorageException;
import latchkey.files.Upload;
import latchkey.people.Organization;
import latchkey.people.Organizations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesOnAFullDiskTest {
  @TempDir Path folder;

  @Test
  void onAFullDiskAnUploadIsRefusedAndLeavesNothingAndLaterOnesGoOn() throws Exception {
    Path small = java.nio.file.Files.createDirectory(folder.resolve("small"));
    try (SmallDisk disk = SmallDisk.memory(small);
        Database database = FilesCrashLoad.database(folder)) {
      new Organizations(database, _ -> {})
          .create(Organization.named(FilesCrashLoad.SHELF.organizationId(), "Acme", "lk"));
      Files files = FilesCrashLoad.files(small, database, FilesCrashLoad.blobs(small, List.of()));
      try (AutoCloseable _ = disk.fill()) {
        assertThatThrownBy(() -> upload(files)).isInstanceOf(StorageException.class);
      }
      assertThat(files.list(FilesCrashLoad.SHELF, 0, 10)).isEmpty();
      try (Stream<Path> all = java.nio.file.Files.walk(small)) {
        assertThat(all.filter(java.nio.file.Files::isRegularFile)).isEmpty();
      }
      assertThat(upload(files)).isInstanceOf(Kept.Done.class);
    }
  }

  private static Kept upload(Files files) throws IOException {
    try (Upload upload = files.upload(FilesCrashLoad.SHELF)) {
      byte[] content = FilesCrashLoad.LONG.getBytes(StandardCharsets.UTF_8);
      var _ = upload.add("a.txt", new ByteArrayInputStream(content));
      return files.keep(upload, FilesCrashLoad.BY);
    }
  }
}
