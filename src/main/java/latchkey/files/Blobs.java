package latchkey.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/// Where the content of files is kept.
public interface Blobs extends AutoCloseable {
  /// Keeps a draft's content, unless it is here; it is durable when this returns. The draft may be
  /// used up.
  void keep(Blob blob, Path draft, long size) throws IOException;

  /// What is in it, from that byte on.
  ///
  /// @throws java.nio.file.NoSuchFileException if it is not here
  InputStream open(Blob blob, long from) throws IOException;

  /// Takes it away, if it is here.
  void delete(Blob blob) throws IOException;

  /// Shows all that was kept before that time, in epoch milliseconds; in lists, each of one
  /// organization.
  void keptBefore(long time, Consumer<List<Blob>> some) throws IOException;

  @Override
  default void close() {}
}
