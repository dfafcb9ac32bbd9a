package latchkey.settings;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import latchkey.settings.Settings.Given;

/// Reads `LATCHKEY_*` variables; one that is no setting is a mistake, not noise.
final class Environment {
  /// What the `latchkey` script reads before there is a program.
  static final Set<String> OF_THE_SCRIPT =
      Set.of("LATCHKEY_JAVA_HOME", "LATCHKEY_JAVA_OPTS", "LATCHKEY_JVM_FOLDERS");

  /// What the commands read that ask a running server.
  static final Set<String> OF_THE_CLIENT =
      Set.of("LATCHKEY_PROFILE", "LATCHKEY_URL", "LATCHKEY_KEY");

  /// Kubernetes gives every pod such variables for a Service named `latchkey` or `latchkey-…`,
  /// `LATCHKEY_PORT` among them.
  private static final Pattern SERVICE_LINK =
      Pattern.compile(
          "LATCHKEY(_.+)?(_SERVICE_HOST=.*|_SERVICE_PORT(_.+)?=.*|_PORT(_[0-9]+_(TCP|UDP|SCTP))?=(tcp|udp|sctp)://.*|_PORT_[0-9]+_(TCP|UDP|SCTP)_(PROTO|PORT|ADDR)=.*)",
          Pattern.DOTALL);

  private Environment() {}

  static Map<Setting<?>, Given> read(Map<String, String> environment) {
    Map<String, Setting<?>> known =
        Setting.all().stream().collect(Collectors.toMap(Setting::variable, Function.identity()));
    var given = new LinkedHashMap<Setting<?>, Given>();
    // Sorted, so that of several mistakes it is always the same one that is told.
    new TreeMap<>(environment)
        .forEach(
            (variable, text) -> {
              if (!isOurs(variable, text)) {
                return;
              }
              var setting = known.get(variable);
              if (setting == null) {
                throw new BadSetting(
                    "unknown setting in the environment: "
                        + variable
                        + Nearest.hint(variable, known.keySet()));
              }
              given.put(setting, new Given(text, new Origin.Environment(variable)));
            });
    return given;
  }

  private static boolean isOurs(String variable, String text) {
    return variable.startsWith("LATCHKEY_")
        && !OF_THE_SCRIPT.contains(variable)
        && !OF_THE_CLIENT.contains(variable)
        && !SERVICE_LINK.matcher(variable + "=" + text).matches();
  }
}
