package latchkey.access;

import java.util.BitSet;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Everything that can be permitted in one organization: Latchkey's own resources and those the
/// organization declared.
///
/// Each permission has a bit. Those of the built-in resources are the same in every catalog and
/// fill the first word; own ones follow from bit 64 on, and mean something in their catalog only.
/// What is stored are names, never bits.
public final class Catalog {
  public static final int MAX_OWN_RESOURCES = 100;
  public static final int MAX_OWN_PERMISSIONS = 1_000;

  private static final List<String> CRUD = List.of("create", "read", "update", "delete");

  /// The order gives the bits, which must agree on all nodes of a cluster: append, never insert.
  /// They must fit into 64 bits.
  private static final List<Resource> BUILT_IN_RESOURCES =
      List.of(
          new Resource("contacts", CRUD),
          new Resource("document-extraction", List.of("create", "read")),
          new Resource("calls", CRUD),
          new Resource("leads", CRUD),
          new Resource("agents", CRUD),
          new Resource("knowledge_base", CRUD),
          new Resource("integrations", CRUD),
          new Resource("analytics", List.of("read")),
          new Resource("models", List.of("create", "read")),
          new Resource("keys", CRUD),
          new Resource("members", CRUD),
          new Resource("organization", List.of("read", "update")),
          new Resource("audit", List.of("read")),
          new Resource("usage", List.of("read")));

  /// A name that a door's dialect has for one or several actions of a resource.
  private record Dialect(String resource, String name, List<String> actions) {}

  private static final List<Dialect> DIALECTS =
      Stream.concat(
              Stream.of("contacts", "calls", "leads", "agents", "knowledge_base", "integrations")
                  .map(name -> new Dialect(name, "write", List.of("create", "update", "delete"))),
              Stream.of(
                  new Dialect("models", "invoke", List.of("create")),
                  new Dialect("models", "list", List.of("read"))))
          .toList();

  private static final int BUILT_IN_PERMISSIONS =
      BUILT_IN_RESOURCES.stream().mapToInt(resource -> resource.actions().size()).sum();

  public static final Catalog BUILT_IN = new Catalog(List.of());

  private final List<Resource> resources;
  private final List<String> permissions;

  /// The bits of every name that has any: permissions, dialect names and wildcards, in canonical
  /// form.
  private final Map<String, long[]> bitsByName = new LinkedHashMap<>();

  private Catalog(List<Resource> own) {
    resources = Stream.concat(BUILT_IN_RESOURCES.stream(), own.stream()).toList();
    permissions =
        resources.stream()
            .flatMap(
                resource ->
                    resource.actions().stream().map(action -> resource.name() + "." + action))
            .toList();
    int index = 0;
    for (Resource resource : resources) {
      for (String action : resource.actions()) {
        int bit = bitOfIndex(index++);
        for (String name : List.of(resource.name(), PermissionName.ANY)) {
          addBit(name, action, bit);
          addBit(name, PermissionName.ANY, bit);
        }
      }
    }
    for (Dialect dialect : DIALECTS) {
      for (String action : dialect.actions()) {
        int bit = bit(dialect.resource() + "." + action).orElseThrow();
        addBit(dialect.resource(), dialect.name(), bit);
        addBit(PermissionName.ANY, dialect.name(), bit);
      }
    }
  }

  /// The built-in resources and the given own ones, whose names must be new.
  public static Catalog with(List<Resource> own) {
    if (own.isEmpty()) {
      return BUILT_IN;
    }
    if (own.size() > MAX_OWN_RESOURCES) {
      throw new InvalidPermissionException(
          own.get(MAX_OWN_RESOURCES).name(),
          "is one resource too many: an organization declares at most " + MAX_OWN_RESOURCES);
    }
    var taken = new HashSet<String>();
    BUILT_IN_RESOURCES.forEach(resource -> taken.add(resource.name()));
    int permissions = 0;
    for (Resource resource : own) {
      if (!taken.add(resource.name())) {
        throw new InvalidPermissionException(
            resource.name(), "exists already: an own resource needs another name");
      }
      permissions += resource.actions().size();
      if (permissions > MAX_OWN_PERMISSIONS) {
        throw new InvalidPermissionException(
            resource.name(),
            "is too much: an organization declares at most "
                + MAX_OWN_PERMISSIONS
                + " permissions");
      }
    }
    return new Catalog(own);
  }

  private void addBit(String resource, String action, int bit) {
    String name = new PermissionName(resource, action).toString();
    bitsByName.computeIfAbsent(name, unused -> noBits())[bit / Long.SIZE] |= 1L << bit;
  }

  /// Room for every bit of this catalog, none of them set.
  long[] noBits() {
    int own = permissions.size() - BUILT_IN_PERMISSIONS;
    return new long[1 + Math.ceilDiv(own, Long.SIZE)];
  }

  /// The bits that a canonical name stands for, or null when the catalog has none for it; not to
  /// be changed.
  long @Nullable [] bits(String name) {
    return bitsByName.get(name);
  }

  /// The bit of one permission, for [Grants#holds(int)]; meant for set-up, not for every request.
  public OptionalInt bit(String permission) {
    int index = permissions.indexOf(permission);
    return index < 0 ? OptionalInt.empty() : OptionalInt.of(bitOfIndex(index));
  }

  private static int bitOfIndex(int index) {
    return index < BUILT_IN_PERMISSIONS ? index : index - BUILT_IN_PERMISSIONS + Long.SIZE;
  }

  /// The permissions whose bits are set, in catalog order.
  List<String> permissionsOf(BitSet bits) {
    return IntStream.range(0, permissions.size())
        .filter(index -> bits.get(bitOfIndex(index)))
        .mapToObj(permissions::get)
        .toList();
  }

  /// All resources, the built-in ones first.
  public List<Resource> resources() {
    return resources;
  }

  /// All permissions as `resource.action`, in the order of their bits.
  public List<String> permissions() {
    return permissions;
  }

  /// Every name under which this permission can be granted.
  public List<String> namesGranting(String permission) {
    OptionalInt bit = bit(permission);
    return bit.isEmpty()
        ? List.of()
        : bitsByName.entrySet().stream()
            .filter(
                name -> (name.getValue()[bit.getAsInt() / Long.SIZE] >>> bit.getAsInt() & 1) == 1)
            .map(Map.Entry::getKey)
            .toList();
  }

  /// Every name that can be granted: permissions, dialect names and wildcards.
  Set<String> names() {
    return Collections.unmodifiableSet(bitsByName.keySet());
  }

  /// The names of the actions of a resource, those of the dialects included; empty when there is
  /// no such resource.
  List<String> actionNames(String resource) {
    Stream<String> dialects =
        DIALECTS.stream().filter(dialect -> dialect.resource().equals(resource)).map(Dialect::name);
    return resources.stream()
        .filter(one -> one.name().equals(resource))
        .flatMap(one -> Stream.concat(one.actions().stream(), dialects))
        .toList();
  }
}
