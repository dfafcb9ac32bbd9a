package latchkey.access;

import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/// What a caller demands of a key: permissions joined by AND, OR and parentheses, where AND binds
/// tighter.
///
/// A leaf that stands for several permissions (`contacts.*`, `*.read`, `leads.write`) demands all
/// of them, and at least one; a leaf that the catalog does not know is never held.
public final class Query {
  public static final int MAX_LENGTH = 1_000;
  public static final int MAX_DEPTH = 32;
  public static final int MAX_LEAVES = 100;

  private final QueryNode root;

  private Query(QueryNode root) {
    this.root = root;
  }

  /// Reads `contacts.read AND (leads.read OR leads.update)`.
  public static Query parse(String text) {
    return new Query(new QueryParser(text).parse());
  }

  /// The demand for one permission, or for all that one dialect name or wildcard stands for.
  public static Query of(String permission) {
    return new Query(QueryParser.leaf(permission, 1));
  }

  public boolean heldBy(Grants grants) {
    // The usual query is one built-in permission: asked without a virtual call, it is one AND.
    return root instanceof QueryNode.BuiltIn leaf
        ? grants.holdsAllBuiltIn(leaf.bits())
        : root.heldBy(grants);
  }

  /// The fewest permissions that would have to be granted too; of equal choices, the one written
  /// first.
  ///
  /// None when the query is held already; empty when no grant can help, because of what is
  /// [#undeclared].
  public Optional<List<String>> missing(Grants grants) {
    return MissingPermissions.of(root, grants);
  }

  /// The permissions among those held that this asks about, in the order of the catalog.
  public List<String> exercised(Grants grants) {
    BitSet asked = new BitSet();
    root.leaves()
        .forEach(
            name -> {
              long[] bits = grants.catalog().bits(name);
              if (bits != null) {
                asked.or(BitSet.valueOf(bits));
              }
            });
    asked.and(grants.bits());
    return grants.catalog().permissionsOf(asked);
  }

  /// The leaves that stand for nothing in the catalog.
  public List<String> undeclared(Catalog catalog) {
    return root.leaves().distinct().filter(name -> catalog.bits(name) == null).toList();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Query that && root.equals(that.root);
  }

  @Override
  public int hashCode() {
    return root.hashCode();
  }

  /// The canonical text, with no parentheses but the necessary ones.
  @Override
  public String toString() {
    return root.toString();
  }
}
