package latchkey.access;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// One node of a parsed [Query]. It is asked on every request, so asking allocates nothing: lists
/// are walked by index.
sealed interface QueryNode {
  boolean heldBy(Grants grants);

  /// The names at the leaves, from left to right.
  Stream<String> leaves();

  /// A name of a built-in resource, whose bits are the same in every catalog.
  record BuiltIn(String name, long bits) implements QueryNode {
    @Override
    public boolean heldBy(Grants grants) {
      return grants.holdsAllBuiltIn(bits);
    }

    @Override
    public Stream<String> leaves() {
      return Stream.of(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// Any other name: what it stands for, if anything, the catalog of the grants knows.
  record Named(String name) implements QueryNode {
    @Override
    public boolean heldBy(Grants grants) {
      long[] bits = grants.catalog().bits(name);
      return bits != null && grants.holdsAll(bits);
    }

    @Override
    public Stream<String> leaves() {
      return Stream.of(name);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  record And(List<QueryNode> all) implements QueryNode {
    public And {
      all = List.copyOf(all);
    }

    @Override
    public boolean heldBy(Grants grants) {
      for (int i = 0; i < all.size(); i++) {
        if (!all.get(i).heldBy(grants)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public Stream<String> leaves() {
      return all.stream().flatMap(QueryNode::leaves);
    }

    @Override
    public String toString() {
      return all.stream()
          .map(node -> node instanceof Or ? "(" + node + ")" : node.toString())
          .collect(Collectors.joining(" AND "));
    }
  }

  record Or(List<QueryNode> any) implements QueryNode {
    public Or {
      any = List.copyOf(any);
    }

    @Override
    public boolean heldBy(Grants grants) {
      for (int i = 0; i < any.size(); i++) {
        if (any.get(i).heldBy(grants)) {
          return true;
        }
      }
      return false;
    }

    @Override
    public Stream<String> leaves() {
      return any.stream().flatMap(QueryNode::leaves);
    }

    @Override
    public String toString() {
      return any.stream().map(QueryNode::toString).collect(Collectors.joining(" OR "));
    }
  }
}
