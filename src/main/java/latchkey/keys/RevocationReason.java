package latchkey.keys;

/// Why a key was revoked, in the words of RFC 5280 §5.3.1 that fit a key.
public enum RevocationReason {
  UNSPECIFIED("unspecified"),
  KEY_COMPROMISE("keyCompromise"),
  AFFILIATION_CHANGED("affiliationChanged"),
  SUPERSEDED("superseded"),
  CESSATION_OF_OPERATION("cessationOfOperation"),
  PRIVILEGE_WITHDRAWN("privilegeWithdrawn");

  private final String text;

  RevocationReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }

  public static RevocationReason of(String text) {
    for (RevocationReason reason : values()) {
      if (reason.text.equals(text)) {
        return reason;
      }
    }
    throw new IllegalArgumentException("not a revocation reason: " + text);
  }
}
