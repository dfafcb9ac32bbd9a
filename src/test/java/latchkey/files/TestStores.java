package latchkey.files;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Where content is kept: a contract suite runs once for each.
enum TestStores {
  DISK {
    @Override
    Store open(Path folder) throws IOException {
      Path root = folder.resolve("blobs");
      return new Store(DiskBlobs.in(root), () -> names(root));
    }
  },
  S3 {
    @Override
    Store open(Path folder) {
      S3Blobs.Bucket bucket = S3Server.bucket("test");
      return new Store(S3Blobs.open(bucket), () -> S3Server.keys(bucket.name()));
    }
  };

  /// @param listing of what is in it
  record Store(Blobs blobs, Listing listing) {
    List<String> kept() {
      return listing.names();
    }
  }

  interface Listing {
    List<String> names();
  }

  /// A new, empty one.
  abstract Store open(Path folder) throws IOException;

  private static List<String> names(Path root) {
    try (Stream<Path> all = java.nio.file.Files.walk(root)) {
      return all.filter(java.nio.file.Files::isRegularFile).map(Path::toString).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
