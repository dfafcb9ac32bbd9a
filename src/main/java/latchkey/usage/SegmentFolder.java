package latchkey.usage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The folder of the segment files: one process has it at a time, and it holds a bounded number.
final class SegmentFolder implements AutoCloseable {
  /// Files that only their owner may read.
  static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

  private static final Logger LOG = LoggerFactory.getLogger(SegmentFolder.class);
  private static final String SUFFIX = ".seg";

  private final Path folder;
  private final FileChannel lock;
  private final int cellsPerSegment;
  private final int mostSegments;
  private final AtomicInteger segments = new AtomicInteger();
  private final AtomicInteger lastNumber = new AtomicInteger();

  private SegmentFolder(Path folder, FileChannel lock, int cellsPerSegment, int mostSegments) {
    this.folder = folder;
    this.lock = lock;
    this.cellsPerSegment = cellsPerSegment;
    this.mostSegments = mostSegments;
  }

  static SegmentFolder open(Path folder, int cellsPerSegment, int mostSegments) throws IOException {
    if (Integer.bitCount(cellsPerSegment) != 1 || cellsPerSegment > Segment.MAX_CELLS) {
      throw new IllegalArgumentException(
          "a segment has a power of two of cells, up to %d, not %d"
              .formatted(Segment.MAX_CELLS, cellsPerSegment));
    }
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    FileChannel lock =
        FileChannel.open(
            folder.resolve("lock"),
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            OWNER_ONLY);
    if (!isTaken(lock)) {
      lock.close();
      throw new IOException(
          "the usage journal " + folder + " is in use by another process: stop that one first");
    }
    return new SegmentFolder(folder, lock, cellsPerSegment, mostSegments);
  }

  private static boolean isTaken(FileChannel channel) throws IOException {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  /// The segments that earlier runs left, each writer's in their order. A file without a whole
  /// header is none.
  List<Segment> leftovers() throws IOException {
    List<Segment> left = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        Optional<Segment> segment = Segment.open(file);
        if (segment.isEmpty()) {
          LOG.info("usage: {} was never completed and holds no counts, deleted", file);
          Files.delete(file);
        }
        segment.ifPresent(left::add);
      }
    }
    left.sort(Comparator.comparingLong(Segment::writer).thenComparingLong(Segment::sequence));
    segments.set(left.size());
    return left;
  }

  /// A new segment, or none if there are as many as there may be.
  Optional<Segment> create(long writer) throws IOException {
    if (segments.incrementAndGet() > mostSegments) {
      segments.decrementAndGet();
      return Optional.empty();
    }
    String name = HexFormat.of().toHexDigits(writer) + "-" + lastNumber.incrementAndGet() + SUFFIX;
    try {
      return Optional.of(Segment.create(folder.resolve(name), writer, cellsPerSegment));
    } catch (IOException e) {
      segments.decrementAndGet();
      throw e;
    }
  }

  /// Whether so many segments wait that draining slowly would soon cost counts.
  boolean isCrowded() {
    return segments.get() > mostSegments / 2;
  }

  void delete(Segment segment) throws IOException {
    segment.delete();
    segments.decrementAndGet();
  }

  /// Returns when deleted files stay deleted, even over a power cut.
  void force() throws IOException {
    try (FileChannel directory = FileChannel.open(folder, StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
