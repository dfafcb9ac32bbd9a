package latchkey;

import java.time.Duration;
import java.util.function.LongSupplier;
import latchkey.audit.AuditRetention;
import latchkey.audit.Checkpoints;
import latchkey.crypto.Signer;
import latchkey.db.Database;
import latchkey.ops.Jobs;
import latchkey.settings.Setting;
import latchkey.settings.Settings;
import latchkey.usage.UsageRetention;
import latchkey.usage.UsageRetention.Kept;

/// What a server does by itself with what it has recorded: it signs the audit log, and takes away
/// what is older than the operator wants to keep.
final class Upkeep {
  private static final Duration SIGNING = Duration.ofMinutes(1);
  private static final Duration PRUNING = Duration.ofMinutes(10);

  private Upkeep() {}

  static void start(
      Jobs jobs, Settings settings, Database database, Signer signer, LongSupplier clock) {
    Checkpoints checkpoints = new Checkpoints(database, signer);
    jobs.every(
        SIGNING,
        "sign the audit log",
        () -> {
          var _ = checkpoints.sign(clock.getAsLong());
        });
    UsageRetention usage = new UsageRetention(database, usageKept(settings));
    jobs.every(
        PRUNING,
        "prune usage",
        () -> {
          var _ = usage.prune(clock.getAsLong());
        });
    if (settings.get(Setting.AUDIT_DAYS) > 0) {
      AuditRetention audit =
          new AuditRetention(database, signer, days(settings, Setting.AUDIT_DAYS));
      jobs.every(
          PRUNING,
          "prune the audit log",
          () -> {
            var _ = audit.prune(clock.getAsLong());
          });
    }
  }

  static Kept usageKept(Settings settings) {
    return new Kept(
        days(settings, Setting.USAGE_MINUTES_DAYS),
        days(settings, Setting.USAGE_HOURS_DAYS),
        days(settings, Setting.USAGE_DAYS));
  }

  private static Duration days(Settings settings, Setting<Integer> setting) {
    return Duration.ofDays(settings.get(setting));
  }
}
