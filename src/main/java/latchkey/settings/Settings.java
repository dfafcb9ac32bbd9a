package latchkey.settings;

import inet.ipaddr.IPAddressString;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What this process runs with: one value for every [Setting], checked, and where each came from.
public final class Settings {
  private final Map<Setting<?>, Entry<?>> entries;

  /// A setting's value and its origin.
  public record Entry<T>(Setting<T> setting, T value, Origin origin) {
    /// The value as an operator may see it: secrets are redacted.
    public String shown() {
      return setting.kind().show(value);
    }
  }

  /// What one source says, before it is read.
  record Given(String text, Origin origin) {}

  private Settings(Map<Setting<?>, Entry<?>> entries) {
    this.entries = entries;
  }

  /// Reads every source; a mistake in any of them, even in one that another outranks, is a
  /// [BadSetting].
  public static Settings load(Map<Setting<?>, String> flags, Map<String, String> environment) {
    var fromFlags = new LinkedHashMap<Setting<?>, Given>();
    flags.forEach(
        (setting, text) ->
            fromFlags.put(setting, new Given(text, new Origin.Flag(setting.flag()))));
    var fromEnvironment = Environment.read(environment);
    var fromDefaults = new LinkedHashMap<Setting<?>, Given>();
    Setting.all()
        .forEach(
            setting ->
                fromDefaults.put(setting, new Given(setting.defaultText(), new Origin.Default())));

    // The other sources say where the file is.
    var withoutFile = new Settings(read(List.of(fromDefaults, fromEnvironment, fromFlags)));
    var fromFile =
        SettingsFile.find(withoutFile.entry(Setting.CONFIG), withoutFile.get(Setting.DATA));
    var settings = new Settings(read(List.of(fromDefaults, fromFile, fromEnvironment, fromFlags)));
    settings.refuseDangerous();
    return settings;
  }

  /// The settings of tests and tools: these flags over the defaults and nothing else but the data
  /// folder's file.
  public static Settings of(Map<Setting<?>, String> flags) {
    return load(flags, Map.of());
  }

  /// The same with another value, which the program chose.
  public <T> Settings with(Setting<T> setting, T value) {
    var changed = new LinkedHashMap<>(entries);
    changed.put(setting, new Entry<>(setting, value, origin(setting)));
    return new Settings(changed);
  }

  public <T> T get(Setting<T> setting) {
    return entry(setting).value();
  }

  public <T> Origin origin(Setting<T> setting) {
    return entry(setting).origin();
  }

  /// All of them, in the order of [Setting#all].
  public List<Entry<?>> entries() {
    return List.copyOf(entries.values());
  }

  // The map is only ever filled by entry(setting, given), which pairs a setting with its own type.
  @SuppressWarnings("unchecked")
  private <T> Entry<T> entry(Setting<T> setting) {
    return (Entry<T>) Objects.requireNonNull(entries.get(setting));
  }

  /// Reads the sources, the weakest first.
  private static Map<Setting<?>, Entry<?>> read(List<Map<Setting<?>, Given>> sources) {
    var entries = new LinkedHashMap<Setting<?>, Entry<?>>();
    for (var source : sources) {
      source.forEach((setting, given) -> entries.put(setting, entry(setting, given)));
    }
    return entries;
  }

  private static <T> Entry<T> entry(Setting<T> setting, Given given) {
    try {
      return new Entry<>(setting, setting.kind().read(given.text()), given.origin());
    } catch (IllegalArgumentException e) {
      throw new BadSetting(
          "%s: %s (%s)".formatted(setting, e.getMessage(), given.origin().describe()));
    }
  }

  /// Settings that are each fine and together open a door, or do nothing where something was
  /// meant.
  private void refuseDangerous() {
    var host = get(Setting.HOST);
    var managementHost = get(Setting.MANAGEMENT_HOST);
    if (!isLoopback(managementHost) && !get(Setting.MANAGEMENT_PUBLIC)) {
      throw refusal(
          Setting.MANAGEMENT_HOST,
          managementHost
              + " can be reached by other machines, and health and metrics ask for no credential;"
              + " set management-public to true if that is meant");
    }
    if (get(Setting.VERIFY_OPEN_ON_LOOPBACK) && !isLoopback(host)) {
      throw refusal(
          Setting.VERIFY_OPEN_ON_LOOPBACK,
          "refused while host is %s, since a proxy on this machine would open it to everybody;"
                  .formatted(host)
              + " give callers a management key instead");
    }
    int port = get(Setting.PORT);
    if (port != 0 && port == get(Setting.MANAGEMENT_PORT)) {
      throw refusal(Setting.MANAGEMENT_PORT, port + " is the doors' port too");
    }
    if (get(Setting.TLS_CERTIFICATE).isPresent() != get(Setting.TLS_KEY).isPresent()) {
      throw refusal(
          get(Setting.TLS_KEY).isPresent() ? Setting.TLS_KEY : Setting.TLS_CERTIFICATE,
          "tls-certificate and tls-key go together");
    }
    if (get(Setting.HTTPS_ONLY).isPresent() && !reachedByHttps()) {
      throw refusal(
          Setting.HTTPS_ONLY, "does nothing without tls-certificate or a public-url of https");
    }
    for (var setting : loginSettings()) {
      if (get(Setting.DATABASE_URL).isEmpty() && get(setting).isPresent()) {
        throw refusal(setting, "does nothing without database-url");
      }
    }
    refuseDangerousProviders();
  }

  private void refuseDangerousProviders() {
    var names = new HashSet<String>();
    for (var provider : get(Setting.OPENID_PROVIDERS)) {
      var issuer = provider.issuer();
      boolean allowed = get(Setting.OPENID_HTTP_ON_LOOPBACK) && isLoopback(issuer.getHost());
      if (!issuer.getScheme().equals("https") && !allowed) {
        throw refusal(
            Setting.OPENID_PROVIDERS,
            "the issuer of %s, %s, must be https; on this machine, set %s to true if http is meant"
                .formatted(provider.name(), issuer, Setting.OPENID_HTTP_ON_LOOPBACK));
      }
      if (!names.add(provider.name())) {
        throw refusal(Setting.OPENID_PROVIDERS, "two are called " + provider.name());
      }
    }
  }

  private BadSetting refusal(Setting<?> setting, String why) {
    return new BadSetting("%s: %s (%s)".formatted(setting, why, origin(setting).describe()));
  }

  private static List<Setting<? extends Optional<?>>> loginSettings() {
    return List.of(Setting.DATABASE_USER, Setting.DATABASE_PASSWORD);
  }

  /// Decided from the text alone: a name other than `localhost` may resolve to anything.
  /// Whether people's browsers come by https, which is ended here or at a proxy.
  private boolean reachedByHttps() {
    return get(Setting.TLS_CERTIFICATE).isPresent()
        || get(Setting.PUBLIC_URL).filter(url -> "https".equals(url.getScheme())).isPresent();
  }

  private static boolean isLoopback(String host) {
    if (host.equals("localhost") || host.equals("127.0.0.1")) {
      return true;
    }
    var address = new IPAddressString(host).getAddress();
    return address != null && address.isLoopback();
  }
}
