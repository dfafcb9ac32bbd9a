package latchkey.usage;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.zip.CRC32C;

/// A mapped file of counters: a header, then cells of 64 bytes, filled from the front.
///
/// A store into a mapped file is the kernel's at once, so it outlives the process. The last word
/// of a cell holds its count and, above it, the file's sequence number; a cell with another
/// number is free. That word is written last, so a cell that was being made when the process died
/// is free, and an increment is one store. It also makes a drained file fresh again without
/// touching its cells: [#renew] writes the next sequence number into the header, and all of them
/// are free, even those that a power cut brings back.
///
/// Which cell counts what is found through an index on the heap. A restart never needs it, and
/// the dense cells keep reading, writing and resident memory as small as what was counted. What
/// tells cells apart is in part of the client's choice, its address above all; so the index
/// hashes under a secret of this process, or somebody would send all of theirs to one place.
///
/// The mapping goes with the garbage collector: files are renewed and seldom deleted, and no
/// thread can ever touch memory that is not mapped.
final class Segment {
  /// How many cells make one part. Part of the file format: see [Harvest#position].
  static final int PART = 4096;

  private static final int POSITION_BITS_OF_PART = 8;
  static final int MAX_CELLS = PART << POSITION_BITS_OF_PART;

  /// A minute of nothing but counting one key is 2^33; 2^30 sequence numbers are 34 years of
  /// seconds.
  private static final int COUNT_BITS = 34;

  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle WORD = LONG.varHandle();

  private static final long MAGIC = 0x3145_4741_5355_4b4cL; // "LKUSAGE1" in the file
  private static final int CELL = 64;

  // Offsets in the header, which is as large as a cell, so that cells are numbered from 1.
  private static final int WRITER = 8;
  private static final int SEQUENCE = 16;
  private static final int CELLS = 24;
  private static final int CHECKSUM = 32;

  // Offsets in a cell.
  private static final int ID_HIGH = 0;
  private static final int ID_LOW = 8;
  private static final int WHAT = 16;
  private static final int COST = 24;
  private static final int LAST_AT = 32;
  private static final int ADDRESS_HIGH = 40;
  private static final int ADDRESS_LOW = 48;
  private static final int COUNT = 56;

  private static final long SECRET_HIGH;
  private static final long SECRET_LOW;

  static {
    SecureRandom random = new SecureRandom();
    SECRET_HIGH = random.nextLong();
    SECRET_LOW = random.nextLong();
  }

  private final Path file;
  private final MemorySegment memory;
  private final long writer;
  private final int cells;

  /// Open addressing, twice as long as there are cells, 0 is free. A file of an earlier run has
  /// none: it is only read.
  private final int[] index;

  private final int indexShift;
  private long sequence;
  private int used;

  private Segment(Path file, MemorySegment memory, long writer, int cells, int[] index) {
    this.file = file;
    this.memory = memory;
    this.writer = writer;
    this.cells = cells;
    this.index = index;
    this.indexShift = Integer.SIZE + Integer.numberOfLeadingZeros(cells);
  }

  /// Makes a file, which takes counts after its first [#renew].
  ///
  /// The zeros are really written: a full disk shows here as an exception, not later as a fault
  /// in the middle of counting.
  static Segment create(Path file, long writer, int cells) throws IOException {
    long size = (cells + 1L) * CELL;
    try (FileChannel channel =
        FileChannel.open(
            file,
            Set.of(
                StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
            SegmentFolder.OWNER_ONLY)) {
      ByteBuffer zeros = ByteBuffer.allocate(1 << 16);
      for (long at = 0; at < size; ) {
        zeros.position(0).limit((int) Math.min(zeros.capacity(), size - at));
        at += channel.write(zeros, at);
      }
      MemorySegment memory = channel.map(MapMode.READ_WRITE, 0, size, Arena.ofAuto());
      return new Segment(file, memory, writer, cells, new int[cells * 2]);
    } catch (IOException e) {
      Files.deleteIfExists(file);
      throw e;
    }
  }

  /// Opens a file that an earlier run left, to be read. One without a whole header holds no
  /// counts, because the header is complete before the first.
  static Optional<Segment> open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      if (size < CELL) {
        return Optional.empty();
      }
      MemorySegment memory = channel.map(MapMode.READ_ONLY, 0, size, Arena.ofAuto());
      if (memory.get(LONG, 0) != MAGIC || memory.get(LONG, CHECKSUM) != checksum(memory)) {
        return Optional.empty();
      }
      int cells = (int) Math.min(memory.get(LONG, CELLS), size / CELL - 1);
      Segment segment = new Segment(file, memory, memory.get(LONG, WRITER), cells, new int[0]);
      segment.sequence = memory.get(LONG, SEQUENCE);
      segment.used = segment.lastCellInUse();
      return Optional.of(segment);
    }
  }

  /// Makes all cells free. Its counts, if it had any, must have been applied.
  void renew(long nextSequence) {
    sequence = nextSequence;
    used = 0;
    Arrays.fill(index, 0);
    memory.set(LONG, 0, MAGIC);
    memory.set(LONG, WRITER, writer);
    memory.set(LONG, SEQUENCE, sequence);
    memory.set(LONG, CELLS, cells);
    WORD.setRelease(memory, (long) CHECKSUM, checksum(memory));
  }

  /// Counts one; false if that needs a cell and none is free.
  boolean add(
      long idHigh, long idLow, long what, long cost, long now, long addressHigh, long addressLow) {
    long hash = hash(idHigh, idLow, what) ^ hash(addressHigh, addressLow);
    int slot = (int) ((hash * 0x9e37_79b9_7f4a_7c15L) >>> indexShift);
    for (int cell; (cell = index[slot]) != 0; slot = (slot + 1) & (index.length - 1)) {
      long at = (long) cell * CELL;
      if (memory.get(LONG, at + ID_HIGH) == idHigh
          && memory.get(LONG, at + ID_LOW) == idLow
          && memory.get(LONG, at + WHAT) == what
          && memory.get(LONG, at + ADDRESS_LOW) == addressLow
          && memory.get(LONG, at + ADDRESS_HIGH) == addressHigh) {
        memory.set(LONG, at + COST, memory.get(LONG, at + COST) + cost);
        memory.set(LONG, at + LAST_AT, now);
        WORD.setRelease(memory, at + COUNT, memory.get(LONG, at + COUNT) + 1);
        return true;
      }
    }
    if (used == cells) {
      return false;
    }
    index[slot] = ++used;
    long at = (long) used * CELL;
    memory.set(LONG, at + ID_HIGH, idHigh);
    memory.set(LONG, at + ID_LOW, idLow);
    memory.set(LONG, at + WHAT, what);
    memory.set(LONG, at + COST, cost);
    memory.set(LONG, at + LAST_AT, now);
    memory.set(LONG, at + ADDRESS_HIGH, addressHigh);
    memory.set(LONG, at + ADDRESS_LOW, addressLow);
    WORD.setRelease(memory, at + COUNT, (sequence << COUNT_BITS) | 1);
    return true;
  }

  /// What is counted besides the key and the address, in one word.
  static long what(long now, int action, int outcome, int slot) {
    return ((now / 60_000) << 32) | ((long) action << 16) | ((long) outcome << 8) | (slot & 0xff);
  }

  private static long hash(long idHigh, long idLow, long what) {
    long mixed = ((idHigh * 0x9e37_79b9_7f4a_7c15L) ^ idLow) * 0xc2b2_ae3d_27d4_eb4fL;
    return mixed ^ (mixed >>> 32) ^ what;
  }

  /// Both halves of a product with the secret, folded.
  private static long hash(long addressHigh, long addressLow) {
    long one = addressHigh ^ SECRET_HIGH;
    long other = addressLow ^ SECRET_LOW;
    return (one * other) ^ Math.unsignedMultiplyHigh(one, other);
  }

  boolean isEmpty() {
    return used == 0;
  }

  int used() {
    return used;
  }

  int parts() {
    return Math.ceilDiv(used, PART);
  }

  long writer() {
    return writer;
  }

  long sequence() {
    return sequence;
  }

  /// The same cells each time it is asked, also after a restart: nobody counts into it any more.
  Harvest part(int part) {
    List<Count> counts = new ArrayList<>();
    for (int cell = part * PART + 1; cell <= Math.min(used, (part + 1) * PART); cell++) {
      if (isInUse(cell)) {
        counts.add(read((long) cell * CELL));
      }
    }
    return new Harvest(writer, (sequence << POSITION_BITS_OF_PART) | part, counts);
  }

  private Count read(long at) {
    long what = memory.get(LONG, at + WHAT);
    return new Count(
        memory.get(LONG, at + ID_HIGH),
        memory.get(LONG, at + ID_LOW),
        what >>> 32,
        (int) (what >>> 16) & 0xffff,
        (int) (what >>> 8) & 0xff,
        (byte) what,
        memory.get(LONG, at + COUNT) & COUNT_MASK,
        memory.get(LONG, at + COST),
        memory.get(LONG, at + LAST_AT),
        memory.get(LONG, at + ADDRESS_HIGH),
        memory.get(LONG, at + ADDRESS_LOW));
  }

  /// Searched from behind: after a power cut a page in the middle may be missing.
  private int lastCellInUse() {
    int cell = cells;
    while (cell > 0 && !isInUse(cell)) {
      cell--;
    }
    return cell;
  }

  private boolean isInUse(int cell) {
    long word = memory.get(LONG, (long) cell * CELL + COUNT);
    return word >>> COUNT_BITS == sequence << COUNT_BITS >>> COUNT_BITS;
  }

  private static long checksum(MemorySegment memory) {
    CRC32C crc = new CRC32C();
    crc.update(memory.asSlice(0, CHECKSUM).asByteBuffer());
    return crc.getValue();
  }

  void delete() throws IOException {
    Files.deleteIfExists(file);
  }
}
