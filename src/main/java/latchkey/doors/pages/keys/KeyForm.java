package latchkey.doors.pages.keys;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import latchkey.access.Catalog;
import latchkey.access.Grants;
import latchkey.doors.pages.Form;
import latchkey.doors.pages.keys.KeyView.LimitView;

/// What somebody fills in about a key, as they wrote it.
///
/// @param addresses with commas between them
/// @param agent its id, or empty for the whole workspace
/// @param perMinute a limit, or empty for none
/// @param expires a date, or empty for never
public record KeyForm(
    String name,
    String description,
    String addresses,
    String agent,
    String environment,
    Set<String> permissions,
    String perMinute,
    String perHour,
    String expires) {
  static final long DEFAULT_PER_MINUTE = 60;
  static final long DEFAULT_PER_HOUR = 1_000;
  public static final long MOST_PER_MINUTE = 1_000;
  public static final long MOST_PER_HOUR = 10_000;
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  public KeyForm {
    permissions = Set.copyOf(permissions);
  }

  /// A new one, with what is usual in that workspace.
  static KeyForm blank(Workspace workspace, String agent) {
    return new KeyForm(
        "",
        "",
        "",
        agent,
        "live",
        Set.of(),
        Long.toString(limit(workspace.limits(), MINUTE).orElse(DEFAULT_PER_MINUTE)),
        Long.toString(limit(workspace.limits(), HOUR).orElse(DEFAULT_PER_HOUR)),
        "");
  }

  static KeyForm read(Form form) {
    return new KeyForm(
        form.text("name"),
        form.text("description"),
        form.text("addresses"),
        form.text("agent"),
        form.filled("environment").orElse("live"),
        new LinkedHashSet<>(form.all("permission")),
        form.text("perMinute"),
        form.text("perHour"),
        form.text("expires"));
  }

  static KeyForm of(KeyView key, Workspace workspace) {
    return new KeyForm(
        key.name(),
        key.description(),
        String.join(", ", key.addresses()),
        key.agentId().orElse(""),
        key.environment(),
        ticked(key, workspace.catalog()),
        limit(key.limits(), MINUTE).map(String::valueOf).orElse(""),
        limit(key.limits(), HOUR).map(String::valueOf).orElse(""),
        lastDay(key, workspace.timeZone()));
  }

  private static Set<String> ticked(KeyView key, Catalog catalog) {
    return new LinkedHashSet<>(
        Grants.ofStored(String.join(" ", key.permissions()), catalog).names());
  }

  /// A key that ends with a day shows that day.
  private static String lastDay(KeyView key, ZoneId zone) {
    return key.expiresAt()
        .map(end -> LocalDate.ofInstant(end.minusMillis(1), zone).toString())
        .orElse("");
  }

  private static Optional<Long> limit(List<LimitView> limits, long window) {
    return limits.stream()
        .filter(limit -> limit.windowMillis() == window)
        .map(LimitView::max)
        .findFirst();
  }

  KeyForm with(Set<String> other) {
    return new KeyForm(
        name, description, addresses, agent, environment, other, perMinute, perHour, expires);
  }

  /// With one more address, unless it is there already.
  KeyForm from(String address) {
    List<String> list = new ArrayList<>(addressList());
    if (!list.contains(address)) {
      list.add(address);
    }
    return new KeyForm(
        name,
        description,
        String.join(", ", list),
        agent,
        environment,
        permissions,
        perMinute,
        perHour,
        expires);
  }

  List<String> addressList() {
    return Arrays.stream(addresses.split("[,\\s]+", -1)).filter(entry -> !entry.isEmpty()).toList();
  }

  /// What the first step asks for, as the API takes it.
  Map<String, Object> basics() {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("name", name);
    body.put("description", description);
    body.put("addresses", addressList());
    return body;
  }

  /// The end of a key, as the API takes it.
  Map<String, Object> expiry() {
    return expires.isEmpty() ? Map.of() : Map.of("expiresAt", expires);
  }

  /// A new key, as the API takes it.
  Map<String, Object> key(Workspace workspace) {
    Map<String, Object> body = basics();
    if (!agent.isEmpty()) {
      body.put("agentId", agent);
    }
    body.put("environment", environment);
    body.put("permissions", inOrder(workspace.catalog()));
    body.put("limits", limits(List.of()));
    body.putAll(expiry());
    return body;
  }

  /// What is to change of a key, as the API takes it. What was not touched is left out, so that a
  /// wildcard stays one, and an end to the second too.
  Map<String, Object> changes(KeyView before, Workspace workspace) {
    KeyForm old = of(before, workspace);
    Map<String, Object> body = basics();
    if (!permissions.equals(old.permissions)) {
      body.put("permissions", inOrder(workspace.catalog()));
    }
    if (!perMinute.equals(old.perMinute) || !perHour.equals(old.perHour)) {
      body.put("limits", limits(before.limits()));
    }
    if (!expires.equals(old.expires)) {
      body.put("expiresAt", expires.isEmpty() ? null : expires);
    }
    return body;
  }

  /// A field that is another one elsewhere.
  ///
  /// @param name in the texts
  public record Difference(String name, String there) {}

  /// The fields that are otherwise there.
  List<Difference> differences(KeyForm there) {
    List<Difference> all = new ArrayList<>();
    differ(all, "keys.name", name, there.name);
    differ(all, "keys.description", description, there.description);
    differ(all, "keys.addresses", String.join(", ", addressList()), there.addresses);
    differ(all, "keys.permissions.legend", sorted(permissions), sorted(there.permissions));
    differ(all, "keys.per-minute", perMinute, there.perMinute);
    differ(all, "keys.per-hour", perHour, there.perHour);
    differ(all, "keys.expiry", expires, there.expires);
    return all;
  }

  private static String sorted(Set<String> names) {
    return names.stream().sorted().collect(Collectors.joining(", "));
  }

  private static void differ(List<Difference> all, String name, String here, String there) {
    if (!here.equals(there)) {
      all.add(new Difference(name, there));
    }
  }

  private List<String> inOrder(Catalog catalog) {
    return catalog.permissions().stream().filter(permissions::contains).toList();
  }

  /// These two; any other limit of the key stays.
  private List<LimitView> limits(List<LimitView> before) {
    List<LimitView> limits =
        before.stream()
            .filter(limit -> limit.windowMillis() != MINUTE && limit.windowMillis() != HOUR)
            .collect(Collectors.toCollection(ArrayList::new));
    if (!perHour.isEmpty()) {
      limits.addFirst(new LimitView("per-hour", Long.parseLong(perHour), HOUR));
    }
    if (!perMinute.isEmpty()) {
      limits.addFirst(new LimitView("per-minute", Long.parseLong(perMinute), MINUTE));
    }
    return limits;
  }

  /// Limits of a key that this form has no fields for.
  static List<LimitView> otherLimits(KeyView key) {
    return key.limits().stream()
        .filter(limit -> limit.windowMillis() != MINUTE && limit.windowMillis() != HOUR)
        .toList();
  }
}
