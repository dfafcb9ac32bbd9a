package latchkey.settings;

/// `docs/settings.md`, written from the list so that it cannot lie.
public final class SettingsPage {
  private static final String INTRODUCTION =
      """
      # Settings

      <!-- Written by `./latchkey settings --markdown > docs/settings.md`; a test fails where this page is stale. -->

      Every setting can be given in four places. The first that has it wins:

      1. a flag: `./latchkey serve --port 9000`
      2. an environment variable: `LATCHKEY_PORT=9000`
      3. the settings file: `port: 9000` in YAML, `port=9000` in properties
      4. its default

      `./latchkey settings` prints each with its value and origin, and takes the same flags as `serve`; secrets are redacted.
      Nobody else on the machine can read a secret in a file of mode 0600, but everybody can read flags in the list of processes.

      **The file** is the one that `--config` names, else `latchkey.yaml`, `latchkey.yml` or `latchkey.properties` in the data folder
      (two of them are refused). It is UTF-8. Nesting and dots read as `-`, so these are the same:

      ```yaml
      database:
        url: postgresql://db.example/latchkey
        pool-size: 16
      trusted-proxies: [10.0.0.0/8, "fd00::/8"]
      ```
      ```properties
      database.url=postgresql://db.example/latchkey
      database-pool-size=16
      trusted-proxies=10.0.0.0/8, fd00::/8
      ```

      **Mistakes stop the start** before anything is touched: an unknown flag, key or `LATCHKEY_*` variable, a value of the wrong form
      (even one that a stronger place outranks), a setting given twice. One line says what and where; the exit code is 2.
      The variables that Kubernetes adds for a Service named `latchkey` are not settings and are passed over, as are those of the
      start script: `LATCHKEY_JAVA_HOME` (the JDK to use), `LATCHKEY_JAVA_OPTS` (more options for it) and
      `LATCHKEY_JVM_FOLDERS` (where to look for JDKs, `/usr/lib/jvm` by default), and those of the commands that ask a running
      server (`LATCHKEY_PROFILE`, `LATCHKEY_URL`, `LATCHKEY_KEY`; see [cli.md](cli.md)).

      Sizes count in 1024. A relative path starts at the working directory. A switch's flag may stand alone: `--management-public`.

      | setting | variable | default | what it is | form |
      |---|---|---|---|---|
      """;

  private SettingsPage() {}

  public static String markdown() {
    var page = new StringBuilder(INTRODUCTION);
    for (var setting : Setting.all()) {
      page.append(
          "| `%s` | `%s` | %s | %s | %s |\n"
              .formatted(
                  setting.name(),
                  setting.variable(),
                  setting.defaultText().isEmpty() ? "empty" : "`" + setting.defaultText() + "`",
                  setting.description(),
                  setting.form()));
    }
    return page.toString();
  }
}
