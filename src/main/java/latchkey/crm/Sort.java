package latchkey.crm;

import java.util.Arrays;
import java.util.stream.Collectors;

/// In which order a list is.
public record Sort(By by, boolean descending) {
  public enum By {
    CREATED_AT("createdAt"),
    UPDATED_AT("updatedAt"),
    NAME("name");

    private final String text;

    By(String text) {
      this.text = text;
    }
  }

  /// The newest first.
  public static final Sort DEFAULT = new Sort(By.CREATED_AT, true);

  /// Reads `name`, or `-name` for the other way round.
  public static Sort parse(String text) {
    boolean descending = text.startsWith("-");
    String name = descending ? text.substring(1) : text;
    return Arrays.stream(By.values())
        .filter(by -> by.text.equals(name))
        .findFirst()
        .map(by -> new Sort(by, descending))
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "sort is %s, with - before it for the other way round"
                        .formatted(
                            Arrays.stream(By.values())
                                .map(by -> by.text)
                                .collect(Collectors.joining(", ")))));
  }

  @Override
  public String toString() {
    return (descending ? "-" : "") + by.text;
  }
}
