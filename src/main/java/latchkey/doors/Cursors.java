package latchkey.doors;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.CRC32C;
import latchkey.http.Problem;

/// The cursors of one list: where a page ended, as a text that means nothing to a client, and
/// nothing in a list with another path or other filters.
///
/// The checksum finds mistakes, not attackers: what a forged cursor says is only a place in a list
/// that its sender may read anyway.
///
/// @param list which list it is
public record Cursors(String list) {
  private static final String BETWEEN = "\u0000";
  private static final int CHECKSUM = Integer.BYTES;

  public String text(List<String> position) {
    byte[] bytes = String.join(BETWEEN, position).getBytes(StandardCharsets.UTF_8);
    byte[] whole =
        ByteBuffer.allocate(CHECKSUM + bytes.length).putInt(checksum(bytes)).put(bytes).array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(whole);
  }

  public List<String> position(String text) {
    try {
      byte[] whole = Base64.getUrlDecoder().decode(text);
      if (whole.length >= CHECKSUM) {
        byte[] bytes = Arrays.copyOfRange(whole, CHECKSUM, whole.length);
        if (ByteBuffer.wrap(whole).getInt() == checksum(bytes)) {
          return List.of(new String(bytes, StandardCharsets.UTF_8).split(BETWEEN, -1));
        }
      }
    } catch (IllegalArgumentException _) {
      // said below
    }
    throw Problem.of(
        400,
        "invalid_cursor",
        "The cursor is not one of this list: send \"next\" as it came, with the same filters.");
  }

  private int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(list.getBytes(StandardCharsets.UTF_8));
    sum.update(0);
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
