package latchkey.keys;

import java.util.List;

/// What both secrets of a rotating key did lately: requests in each minute from `from` on.
public record SecretTraffic(long from, List<Long> oldSecret, List<Long> newSecret) {
  public SecretTraffic {
    oldSecret = List.copyOf(oldSecret);
    newSecret = List.copyOf(newSecret);
  }
}
