package latchkey.settings;

import static latchkey.settings.Kind.count;
import static latchkey.settings.Kind.duration;
import static latchkey.settings.Kind.list;
import static latchkey.settings.Kind.optional;
import static latchkey.settings.Kind.size;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.mail.MailServer;

/// One thing an operator may set, and the list of them all. To add a setting, add a line here.
public final class Setting<T> {
  private static final List<Setting<?>> DECLARED = new ArrayList<>();

  private static final int PORTS = 65_535;
  private static final long KB = 1L << 10;
  private static final long MB = 1L << 20;
  private static final long GB = 1L << 30;
  private static final Kind<Duration> LIFETIME =
      duration(Duration.ofSeconds(1), Duration.ofDays(366));
  private static final Kind<Duration> TIMEOUT =
      duration(Duration.ofMillis(50), Duration.ofHours(1));

  // Where it lives and listens
  public static final Setting<Path> DATA =
      declare(
          "data",
          Kind.PATH,
          "./data",
          "Folder of everything kept: database, keyset, journal; made at first start");
  public static final Setting<Optional<Path>> CONFIG =
      declare(
          "config",
          optional(Kind.PATH),
          "",
          "Settings file; empty: latchkey.yaml, .yml or .properties in the data folder");
  public static final Setting<String> HOST =
      declare("host", Kind.HOST, "127.0.0.1", "Address that the doors listen on");
  public static final Setting<Integer> PORT =
      declare("port", count(0, PORTS), "8080", "Port of the doors; 0 takes any free one");
  public static final Setting<Optional<Path>> TLS_CERTIFICATE =
      declare(
          "tls-certificate",
          optional(Kind.PATH),
          "",
          "Certificate of the doors in PEM form, its chain after it; empty: no TLS");
  public static final Setting<Optional<Path>> TLS_KEY =
      declare(
          "tls-key", optional(Kind.PATH), "", "Key of the certificate in PEM form, not encrypted");
  public static final Setting<Optional<Duration>> HTTPS_ONLY =
      declare(
          "https-only",
          optional(LIFETIME),
          "",
          "Time for which browsers come by https only, once they did; empty: not said");
  public static final Setting<String> MANAGEMENT_HOST =
      declare(
          "management-host", Kind.HOST, "127.0.0.1", "Address that health and metrics listen on");
  public static final Setting<Integer> MANAGEMENT_PORT =
      declare(
          "management-port",
          count(0, PORTS),
          "8081",
          "Port of health and metrics; 0 takes any free one");
  public static final Setting<Boolean> MANAGEMENT_PUBLIC =
      declare(
          "management-public",
          Kind.YES_OR_NO,
          "false",
          "Confirms a management-host that other machines can reach");
  public static final Setting<Integer> EVENT_LOOPS =
      declare(
          "event-loops", count(0, 1024), "0", "Threads that serve sockets; 0: one for each core");

  // Where it stores
  public static final Setting<Optional<DatabaseUrl>> DATABASE_URL =
      declare(
          "database-url",
          optional(Kind.DATABASE_URL),
          "",
          "PostgreSQL as postgresql://host/name; empty: SQLite in the data folder");
  public static final Setting<Optional<String>> DATABASE_USER =
      declare(
          "database-user",
          optional(Kind.WORD),
          "",
          "User at PostgreSQL; wins over one in database-url");
  public static final Setting<Optional<Secret>> DATABASE_PASSWORD =
      declare(
          "database-password",
          optional(Kind.SECRET),
          "",
          "Password at PostgreSQL; wins over one in database-url");
  public static final Setting<Integer> DATABASE_POOL_SIZE =
      declare("database-pool-size", count(1, 1000), "8", "Database connections at most");
  public static final Setting<Optional<Secret>> KEYSET =
      declare(
          "keyset",
          optional(Kind.SECRET),
          "",
          "Peppers and sealing keys as text; empty: a file in the data folder");
  public static final Setting<Optional<String>> S3_BUCKET =
      declare(
          "s3-bucket",
          optional(Kind.BUCKET),
          "",
          "Bucket for the content of files, of this installation alone; empty: the data folder");
  public static final Setting<Optional<URI>> S3_ENDPOINT =
      declare(
          "s3-endpoint",
          optional(Kind.WEB_ORIGIN),
          "",
          "Where the bucket is, if not at AWS: any server that speaks S3's protocol");
  public static final Setting<String> S3_REGION =
      declare("s3-region", Kind.REGION, "us-east-1", "Region of the bucket");
  public static final Setting<Optional<String>> S3_ACCESS_KEY =
      declare("s3-access-key", optional(Kind.WORD), "", "Access key id for the bucket");
  public static final Setting<Optional<Secret>> S3_SECRET_KEY =
      declare("s3-secret-key", optional(Kind.SECRET), "", "Secret access key for the bucket");
  public static final Setting<Boolean> S3_INSECURE =
      declare(
          "s3-insecure",
          Kind.YES_OR_NO,
          "false",
          "Confirms an s3-endpoint on another machine that is not encrypted");

  // Who asks, and how
  public static final Setting<List<String>> TRUSTED_PROXIES =
      declare(
          "trusted-proxies",
          list(Kind.NETWORK),
          "",
          "Proxies whose forwarded client address is believed");
  public static final Setting<Optional<String>> AUTH_PERMISSION_HEADER =
      declare(
          "auth-permission-header",
          optional(Kind.HEADER_NAME),
          "",
          "Header in which a proxy names the permission to /auth; empty: off");
  public static final Setting<Optional<String>> AUTH_AGENT_HEADER =
      declare(
          "auth-agent-header",
          optional(Kind.HEADER_NAME),
          "",
          "Header in which a proxy names the agent to /auth; empty: off");
  public static final Setting<Boolean> VERIFY_OPEN_ON_LOOPBACK =
      declare(
          "verify-open-on-loopback",
          Kind.YES_OR_NO,
          "false",
          "Lets loopback callers verify keys without a management key");
  public static final Setting<String> KEY_PREFIX =
      declare(
          "key-prefix",
          Kind.KEY_PREFIX,
          "lk",
          "First part of new keys where the organization chose none");
  public static final Setting<List<URI>> CORS_ORIGINS =
      declare(
          "cors-origins",
          list(Kind.WEB_ORIGIN),
          "",
          "Sites whose pages may ask what is below /v1 with a key of their own; empty: none");

  // How people come in, and how they are written to
  public static final Setting<Optional<URI>> PUBLIC_URL =
      declare(
          "public-url",
          optional(Kind.WEB_ORIGIN),
          "",
          "Where people's browsers reach the doors; empty: http://localhost and the port");
  public static final Setting<List<OpenIdProvider>> OPENID_PROVIDERS =
      declare(
          "openid-providers",
          list(Kind.OPENID_PROVIDER),
          "",
          "OpenID providers that people may sign in with");
  public static final Setting<Boolean> OPENID_HTTP_ON_LOOPBACK =
      declare(
          "openid-http-on-loopback",
          Kind.YES_OR_NO,
          "false",
          "Lets an OpenID provider on this machine be asked without encryption");
  public static final Setting<Duration> SESSION_IDLE =
      declare("session-idle", LIFETIME, "168h", "Time after which an unused session ends");
  public static final Setting<Duration> SESSION_LIFETIME =
      declare("session-lifetime", LIFETIME, "720h", "Time after which any session ends");
  public static final Setting<Duration> INVITATION_LIFETIME =
      declare(
          "invitation-lifetime", LIFETIME, "168h", "Time in which an invitation can be accepted");
  public static final Setting<Optional<MailServer>> SMTP_URL =
      declare(
          "smtp-url",
          optional(Kind.MAIL_SERVER),
          "",
          "Mail server; empty: invitation links are shown to who invites");
  public static final Setting<String> SMTP_FROM =
      declare("smtp-from", Kind.MAIL_ADDRESS, "Latchkey <latchkey@localhost>", "Sender of mails");

  // How much
  public static final Setting<Long> CACHE_SIZE =
      declare("cache-size", size(64 * KB, 1024 * GB), "64MB", "Memory for decoded keys");
  public static final Setting<Integer> NEGATIVE_CACHE_ENTRIES =
      declare(
          "negative-cache-entries", count(0, 100_000_000), "100000", "Unknown key ids remembered");
  public static final Setting<Integer> DECISIONS_KEPT =
      declare(
          "decisions-kept",
          count(1, 1_000_000),
          "256",
          "Refusals of each organization that can still be explained");
  public static final Setting<Integer> FAILED_CREDENTIALS_PER_MINUTE =
      declare(
          "failed-credentials-per-minute",
          count(1, 1_000_000),
          "60",
          "Failed credentials from one address before it is limited");
  public static final Setting<Integer> USAGE_MINUTES_DAYS =
      declare(
          "usage-minutes-days", count(2, 366), "2", "Days for which usage is kept by the minute");
  public static final Setting<Integer> USAGE_HOURS_DAYS =
      declare("usage-hours-days", count(8, 3660), "35", "Days for which usage is kept by the hour");
  public static final Setting<Integer> USAGE_DAYS =
      declare("usage-days", count(31, 36_600), "400", "Days for which usage is kept by the day");
  public static final Setting<Integer> AUDIT_DAYS =
      declare(
          "audit-days",
          count(0, 36_600),
          "0",
          "Days for which audit entries are kept; 0: for ever");
  public static final Setting<Long> MAX_JSON_BODY =
      declare("max-json-body", size(KB, GB), "1MB", "JSON body at most; above it 413");
  public static final Setting<Long> MAX_UPLOAD =
      declare(
          "max-upload",
          size(KB, 1024 * GB),
          "25MB",
          "One upload at most, all of its files together; above it 413");
  public static final Setting<Integer> FILES_PER_CONTACT =
      declare("files-per-contact", count(1, 100_000), "100", "Files that a contact may have");
  public static final Setting<Long> FILE_QUOTA =
      declare(
          "file-quota",
          size(KB, 1024 * 1024 * GB),
          "10GB",
          "Bytes that all files of an organization may have");
  public static final Setting<Boolean> EXECUTABLE_FILES =
      declare(
          "executable-files",
          Kind.YES_OR_NO,
          "false",
          "Takes programs and scripts as files of contacts");
  public static final Setting<Optional<String>> CLAMD =
      declare(
          "clamd",
          optional(Kind.DAEMON),
          "",
          "ClamAV's daemon, which every uploaded file must pass; empty: nobody looks");
  public static final Setting<Long> MAX_HEADER_BYTES =
      declare(
          "max-header-bytes",
          size(KB, MB),
          "32KB",
          "Request line and headers at most; above it 431");
  public static final Setting<Integer> MAX_CONNECTIONS =
      declare("max-connections", count(1, 1_000_000), "10000", "Open connections at most");
  public static final Setting<Duration> HEADER_TIMEOUT =
      declare("header-timeout", TIMEOUT, "10s", "Time in which a request's headers must arrive");
  public static final Setting<Duration> IDLE_TIMEOUT =
      declare("idle-timeout", TIMEOUT, "1m", "Time after which a silent connection is closed");
  public static final Setting<Duration> DRAIN_TIMEOUT =
      declare(
          "drain-timeout",
          duration(Duration.ZERO, Duration.ofHours(1)),
          "20s",
          "Time that requests in flight get at a stop");

  private static final List<Setting<?>> ALL = Collections.unmodifiableList(DECLARED);

  private final String name;
  private final Kind<T> kind;
  private final String defaultText;
  private final String description;

  private Setting(String name, Kind<T> kind, String defaultText, String description) {
    this.name = name;
    this.kind = kind;
    this.defaultText = defaultText;
    this.description = description;
  }

  private static <T> Setting<T> declare(
      String name, Kind<T> kind, String defaultText, String description) {
    var setting = new Setting<>(name, kind, defaultText, description);
    DECLARED.add(setting);
    return setting;
  }

  /// Every setting, in the order in which they are shown.
  public static List<Setting<?>> all() {
    return ALL;
  }

  public String name() {
    return name;
  }

  public String flag() {
    return "--" + name;
  }

  public String variable() {
    return "LATCHKEY_" + name.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  public String description() {
    return description;
  }

  public String defaultText() {
    return defaultText;
  }

  /// What its text must be.
  public String form() {
    return kind.form();
  }

  /// Whether its flag may stand alone, meaning `true`.
  public boolean isSwitch() {
    return kind.equals(Kind.YES_OR_NO);
  }

  Kind<T> kind() {
    return kind;
  }

  @Override
  public String toString() {
    return name;
  }
}
