package latchkey.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/// The organizations of the keys in memory, each once. Only what is in here is ever given out, so
/// marking what is in here reaches every key that hangs on it.
final class OrganizationCache {
  /// Weak values: an organization stays for as long as a key in memory hangs on it.
  private final Cache<String, OrganizationSnapshot> organizations =
      Caffeine.newBuilder().weakValues().executor(Runnable::run).build();

  private final AtomicLong changes = new AtomicLong();
  private final Function<String, OrganizationSnapshot> source;

  OrganizationCache(Function<String, OrganizationSnapshot> source) {
    this.source = source;
  }

  /// The organization as it is in memory or, blocking, in the record.
  OrganizationSnapshot find(String id) {
    while (true) {
      OrganizationSnapshot found = organizations.getIfPresent(id);
      if (found != null) {
        return found;
      }
      long before = changes.get();
      OrganizationSnapshot read = source.apply(id);
      // One step against changed(): kept only if nothing changed while it was read.
      OrganizationSnapshot kept =
          organizations
              .asMap()
              .compute(
                  id, (_, other) -> other != null ? other : changes.get() == before ? read : null);
      if (kept != null) {
        return kept;
      }
    }
  }

  /// Called when an organization's change is durable, before it is answered.
  void changed(String id) {
    changes.incrementAndGet();
    // Not computeIfPresent(): that one looks first without waiting for an insertion under way.
    var _ =
        organizations
            .asMap()
            .compute(
                id,
                (_, organization) -> {
                  if (organization != null) {
                    organization.outdate();
                  }
                  return null;
                });
  }
}
