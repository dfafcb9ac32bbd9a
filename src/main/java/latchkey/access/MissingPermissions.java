package latchkey.access;

import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the smallest addition to some [Grants] that makes a query true.
///
/// Each node is turned into the ways to satisfy it, a way being the set of bits still missing.
/// AND joins every way of one part with every way of the next, which can explode: only the
/// smallest [#MAX_WAYS] go on, so that the answer is the smallest for all queries with fewer
/// ways, and a valid one for the others.
final class MissingPermissions {
  private static final int MAX_WAYS = 128;

  private MissingPermissions() {}

  static Optional<List<String>> of(QueryNode query, Grants grants) {
    return ways(query, grants).stream().findFirst().map(grants.catalog()::permissionsOf);
  }

  private static List<BitSet> ways(QueryNode node, Grants grants) {
    return switch (node) {
      case QueryNode.BuiltIn leaf -> waysOfLeaf(leaf.name(), grants);
      case QueryNode.Named leaf -> waysOfLeaf(leaf.name(), grants);
      case QueryNode.Or or ->
          smallest(or.any().stream().flatMap(part -> ways(part, grants).stream()));
      case QueryNode.And and -> {
        List<BitSet> ways = List.of(new BitSet());
        for (QueryNode part : and.all()) {
          List<BitSet> others = ways(part, grants);
          ways =
              smallest(
                  ways.stream().flatMap(way -> others.stream().map(other -> union(way, other))));
        }
        yield ways;
      }
    };
  }

  private static List<BitSet> waysOfLeaf(String name, Grants grants) {
    long[] bits = grants.catalog().bits(name);
    if (bits == null) {
      return List.of();
    }
    BitSet missing = BitSet.valueOf(bits);
    missing.andNot(grants.bits());
    return List.of(missing);
  }

  private static BitSet union(BitSet one, BitSet other) {
    BitSet both = (BitSet) one.clone();
    both.or(other);
    return both;
  }

  private static List<BitSet> smallest(Stream<BitSet> ways) {
    return ways.distinct()
        .sorted(Comparator.comparingInt(BitSet::cardinality))
        .limit(MAX_WAYS)
        .toList();
  }
}
