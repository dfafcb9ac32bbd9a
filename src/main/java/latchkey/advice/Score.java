package latchkey.advice;

import java.util.Map;
import latchkey.advice.Finding.Kind;

/// How an organization's keys were on a day.
///
/// @param day days since 1970, in UTC
/// @param at when it was counted
/// @param points the mean of its active keys, 0 to 100
/// @param keys how many were looked at
/// @param findings how many keys have each
public record Score(long day, long at, int points, int keys, Map<Kind, Integer> findings) {
  public Score {
    findings = Map.copyOf(findings);
  }
}
