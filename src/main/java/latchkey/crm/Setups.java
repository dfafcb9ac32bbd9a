package latchkey.crm;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import latchkey.db.Database;
import org.jdbi.v3.core.Handle;

/// The CRM settings of agents.
public final class Setups {
  private static final int KEPT = 10_000;

  private final Database database;
  private final Cache<Place, Setup> known = Caffeine.newBuilder().maximumSize(KEPT).build();

  public Setups(Database database) {
    this.database = database;
  }

  /// As they are kept in memory: those of every change that was answered.
  public Setup of(Place place) {
    return known.get(place, unread -> database.read(handle -> of(handle, unread)));
  }

  /// As they are in a transaction: what is written by them is judged by these.
  public Setup of(Handle handle, Place place) {
    return SetupTable.find(handle, place).orElse(Setup.DEFAULT);
  }
}
