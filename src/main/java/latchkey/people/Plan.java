package latchkey.people;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import latchkey.limits.Limit;
import latchkey.limits.Limits;

/// What an organization has booked: the limits that its new keys get where nobody says others.
public record Plan(Tier tier, Limits limits) {
  public static final Plan STARTER = of(Tier.STARTER);

  public enum Tier {
    STARTER(60),
    PRO(300),
    ULTIMATE(1_000),
    CUSTOM(0);

    private final long perMinute;

    Tier(long perMinute) {
      this.perMinute = perMinute;
    }

    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }

    public static Optional<Tier> of(String text) {
      return Arrays.stream(values()).filter(tier -> tier.text().equals(text)).findFirst();
    }
  }

  public Plan {
    if (tier != Tier.CUSTOM && !limits.equals(Limits.of(Limit.perMinute(tier.perMinute)))) {
      throw new IllegalArgumentException(
          "the plan %s has %d requests a minute: other limits are the plan custom"
              .formatted(tier.text(), tier.perMinute));
    }
  }

  public static Plan of(Tier tier) {
    if (tier == Tier.CUSTOM) {
      throw new IllegalArgumentException("the plan custom says its limits");
    }
    return new Plan(tier, Limits.of(Limit.perMinute(tier.perMinute)));
  }

  public static Plan custom(Limits limits) {
    return new Plan(Tier.CUSTOM, limits);
  }
}
