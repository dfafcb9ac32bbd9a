package latchkey.usage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/// The numbers that actions have in the journal: a file with a name a line, added to and never
/// changed, so that a number keeps its meaning over every restart.
public final class ActionNames implements AutoCloseable {
  /// The number of all actions that came when the file was full.
  public static final int OTHER = 0;

  /// What those are called.
  public static final String OTHER_NAME = "other";

  private static final int MOST = 10_000;
  private static final int LONGEST = 200;

  private final FileChannel file;

  /// By number. The file is written before the list, and the list before the map.
  private final CopyOnWriteArrayList<String> names = new CopyOnWriteArrayList<>();

  private final Map<String, Integer> numbers = new HashMap<>();

  private ActionNames(FileChannel file) {
    this.file = file;
  }

  /// Reads the names of earlier runs; a last line that was cut short was never used, and goes.
  public static ActionNames open(Path path) throws IOException {
    String text = Files.exists(path) ? Files.readString(path) : "";
    String whole = text.substring(0, text.lastIndexOf('\n') + 1);
    FileChannel file =
        FileChannel.open(
            path,
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
            SegmentFolder.OWNER_ONLY);
    file.truncate(whole.getBytes(StandardCharsets.UTF_8).length);
    file.position(file.size());
    ActionNames names = new ActionNames(file);
    whole.lines().forEach(names::remember);
    if (names.names.isEmpty()) {
      names.add(OTHER_NAME);
    }
    return names;
  }

  /// The action's number; a new action gets the next one. May write to the file, so callers keep
  /// what they were told.
  public synchronized int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    if (names.size() >= MOST || name.length() > LONGEST || name.indexOf('\n') >= 0) {
      return OTHER;
    }
    try {
      return add(name);
    } catch (IOException e) {
      return OTHER; // a full disk: the request is counted all the same
    }
  }

  public String name(int number) {
    return number < names.size() ? names.get(number) : names.get(OTHER);
  }

  List<String> all() {
    return List.copyOf(names);
  }

  private int add(String name) throws IOException {
    long end = file.size();
    try {
      ByteBuffer line = ByteBuffer.wrap((name + "\n").getBytes(StandardCharsets.UTF_8));
      while (line.hasRemaining()) {
        file.write(line);
      }
    } catch (IOException e) {
      file.truncate(end); // half a line would run into the next one
      file.position(end);
      throw e;
    }
    return remember(name);
  }

  private int remember(String name) {
    int number = names.size();
    names.add(name);
    numbers.putIfAbsent(name, number);
    return number;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
