package latchkey.usage;

import java.util.List;

/// One part of a writer's counts, offered to a [Sink] until it is applied.
///
/// `writer` is a random number that no other writer has, on any node and in any run. The parts of
/// a writer come in ascending `position`, and a part that comes again holds the same counts.
public record Harvest(long writer, long position, List<Count> counts) {
  public Harvest {
    counts = List.copyOf(counts);
  }
}
