package latchkey.files;

import java.util.Comparator;
import java.util.regex.Pattern;

/// The content of files, by its SHA-256 in lower-case hexadecimal digits.
///
/// It is kept once in an organization, and never shared between two: nobody learns from how fast
/// an upload goes, or what it costs, what somebody else has.
public record Blob(String organizationId, String sha256) implements Comparable<Blob> {
  private static final Comparator<Blob> ORDER =
      Comparator.comparing(Blob::organizationId).thenComparing(Blob::sha256);
  private static final Pattern ORGANIZATION = Pattern.compile("[A-Za-z0-9_-]{1,100}");
  private static final Pattern DIGEST = Pattern.compile("[0-9a-f]{64}");

  public Blob {
    if (!ORGANIZATION.matcher(organizationId).matches() || !DIGEST.matcher(sha256).matches()) {
      throw new IllegalArgumentException("not a blob: " + organizationId + " " + sha256);
    }
  }

  /// Is that the name of something in here?
  static boolean isDigest(String name) {
    return DIGEST.matcher(name).matches();
  }

  @Override
  public int compareTo(Blob other) {
    return ORDER.compare(this, other);
  }
}
