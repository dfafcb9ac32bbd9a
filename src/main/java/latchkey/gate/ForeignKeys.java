package latchkey.gate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import latchkey.keys.Credential;
import latchkey.keys.KeyReader;
import latchkey.keys.PublicId;
import org.jspecify.annotations.Nullable;

/// Which texts that do not have a key's form are imported keys, in bounded memory.
///
/// While there are no imported keys, such a text ends as before, without a look-up. What is
/// remembered of a text is a hash under the pepper. That a text names a key proves nothing: its
/// secret is proved on every request, as every key's is.
final class ForeignKeys {
  /// What is known of a text, and since which import.
  ///
  /// @param id the key's, or null: it is none
  record Known(@Nullable PublicId id, long since) {}

  private final Cache<KeyReader.Fingerprint, Known> known;
  private final Gate.Source source;
  private final AtomicLong imports = new AtomicLong();
  private volatile boolean any;

  ForeignKeys(long entries, Gate.Source source) {
    this.known = Caffeine.newBuilder().maximumSize(entries).executor(Runnable::run).build();
    this.source = source;
    this.any = source.anyForeign();
  }

  boolean any() {
    return any;
  }

  /// What is in memory, or null.
  @Nullable Known inMemory(KeyReader.Fingerprint text) {
    Known found = known.getIfPresent(text);
    return found != null && found.since == imports.get() ? found : null;
  }

  /// Finds out which key the credential is, or that it is none. Blocks; all who ask for one text
  /// at the same moment wait for the same answer.
  @Nullable PublicId find(KeyReader.Fingerprint text, Credential credential) {
    long now = imports.get();
    Known found =
        known
            .asMap()
            .compute(
                text,
                (_, older) ->
                    older != null && older.since == now
                        ? older
                        : new Known(source.foreign(credential).orElse(null), now));
    return found.id;
  }

  /// Called when an import is durable, before it is answered.
  void imported() {
    imports.incrementAndGet();
    any = true;
  }
}
