package latchkey.advice;

import java.util.List;
import java.util.OptionalLong;

/// What a key did in the last [#DAYS] days, and what is known of who made it.
///
/// @param used which of its permissions were asked for
/// @param unused which were not
/// @param complete whether it is known of every call what it asked for
/// @param networks from which it came, the most used first
/// @param placeless how many granted calls came from where is not known
/// @param lastUse ever, in epoch milliseconds
public record Habits(
    List<String> used,
    List<String> unused,
    boolean complete,
    List<String> networks,
    long placeless,
    long granted,
    long refused,
    OptionalLong lastUse,
    boolean creatorLeft) {
  public static final int DAYS = 30;

  public Habits {
    used = List.copyOf(used);
    unused = List.copyOf(unused);
    networks = List.copyOf(networks);
  }
}
