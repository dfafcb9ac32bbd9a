package latchkey.audit;

/// Where a change came from; empty texts where that is not known.
public record Origin(String address, String userAgent, String requestId) {
  private static final int LONGEST = 300;

  /// The program itself.
  public static final Origin NONE = new Origin("", "", "");

  public Origin {
    address = Text.clean(address, LONGEST);
    userAgent = Text.clean(userAgent, LONGEST);
    requestId = Text.clean(requestId, LONGEST);
  }
}
