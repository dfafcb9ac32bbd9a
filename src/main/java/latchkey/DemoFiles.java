package latchkey;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.List;
import latchkey.crm.Author;
import latchkey.crm.Place;
import latchkey.files.Files;
import latchkey.files.Shelf;
import latchkey.files.Upload;

/// Papers of the demo's contacts: small, but what they are called.
final class DemoFiles {
  /// A red dot.
  private static final String DOT =
      new String(
          Base64.getDecoder()
              .decode(
                  "iVBORw0KGgoAAAANSUhEUgAAAAUAAAAFCAYAAACNbyblAAAAHElEQVQI12P4//8/w38GIAXDIBKE0DHx"
                      + "gljNBAAO9TXL0Y4OHwAAAABJRU5ErkJggg=="),
          ISO_8859_1);

  private static final List<Paper> PAPERS =
      List.of(
          text("First meeting.txt", "What was talked of, and who does what until when.\n"),
          text(
              "Offer 2026-014.pdf",
              "%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<<>>\n%%EOF\n"),
          new Paper("Business card.png", DOT),
          text("Orders.csv", "date,item,amount\n2026-03-01,Seats,10\n2026-04-01,Seats,12\n"),
          text("Angebot für Größe L.txt", "Wie besprochen.\n"));

  private final Files files;

  DemoFiles(Files files) {
    this.files = files;
  }

  /// @param content each character a byte
  private record Paper(String name, String content) {}

  private static Paper text(String name, String content) {
    return new Paper(name, new String(content.getBytes(UTF_8), ISO_8859_1));
  }

  /// Puts that many on the contact's shelf, beginning with the one of that number.
  void put(Place place, String contactId, int first, int many, Author author) {
    Shelf shelf = new Shelf(place.organizationId(), place.agentId(), contactId);
    try (Upload upload = files.upload(shelf)) {
      for (int i = first; i < first + many; i++) {
        Paper paper = PAPERS.get(i % PAPERS.size());
        var _ =
            upload.add(paper.name, new ByteArrayInputStream(paper.content.getBytes(ISO_8859_1)));
      }
      var _ = files.keep(upload, author);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
