package latchkey.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import latchkey.csv.Cells;
import latchkey.imports.Sheet.Form;
import latchkey.imports.Sheet.Row;
import latchkey.imports.Unreadable.Kind;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SheetTest {
  private static final Bounds SMALL = new Bounds(3, 4, 20);

  private static Path file(byte[] content) throws IOException {
    Path file = Files.createTempFile("sheet", ".csv");
    file.toFile().deleteOnExit();
    return Files.write(file, content);
  }

  private static List<List<String>> rows(byte[] content, Optional<Encoding> said, Bounds bounds)
      throws IOException {
    Path file = file(content);
    Form form = Sheet.form(file, said, Optional.empty());
    try (Sheet sheet = Sheet.open(file, form, bounds)) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(sheet.titles());
      sheet.forEachRemaining(row -> rows.add(row.cells()));
      return rows;
    } finally {
      Files.delete(file);
    }
  }

  private static List<List<String>> rows(String content) throws IOException {
    return rows(content.getBytes(StandardCharsets.UTF_8), Optional.empty(), Bounds.USUAL);
  }

  private static Unreadable refused(String content) {
    try {
      var read = rows(content.getBytes(StandardCharsets.UTF_8), Optional.empty(), SMALL);
      throw new AssertionError("it was read: " + read);
    } catch (Unreadable e) {
      return e;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t"})
  void whatSeparatesCellsIsFoundOut(String separator) throws IOException {
    String text = "Name,Email,Note\r\nAnn,ann@example.com,\"a;b,c\td\"\r\nBob,b@example.com,x\r\n";
    String written =
        separator.equals(",")
            ? text
            : "Name,Email,Note\nAnn,ann@example.com,\"a;b,c\td\"\nBob,b@example.com,x\n"
                .replace("e,E", "e" + separator + "E")
                .replace("l,N", "l" + separator + "N")
                .replace("n,a", "n" + separator + "a")
                .replace("m,\"", "m" + separator + "\"")
                .replace("b,b", "b" + separator + "b")
                .replace("m,x", "m" + separator + "x");
    assertThat(rows(written))
        .containsExactly(
            List.of("Name", "Email", "Note"),
            List.of("Ann", "ann@example.com", "a;b,c\td"),
            List.of("Bob", "b@example.com", "x"));
  }

  @Test
  void quotedCellsHoldQuotesSeparatorsAndNewlines() throws IOException {
    assertThat(rows("a,b\n\"one\ntwo\",\"say \"\"hi\"\", you\"\n\n\nlast,row"))
        .containsExactly(
            List.of("a", "b"), List.of("one\ntwo", "say \"hi\", you"), List.of("last", "row"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void aByteOrderMarkTellsTheEncodingWhateverSomebodySays(String charset) throws IOException {
    byte[] content = "\uFEFFName;City\nJosé;Łódź 🙂\n".getBytes(Charset.forName(charset));
    assertThat(rows(content, Optional.of(Encoding.WINDOWS_1252), Bounds.USUAL))
        .containsExactly(List.of("Name", "City"), List.of("José", "Łódź 🙂"));
  }

  @Test
  void withoutAMarkItIsUtf8AndWindowsOnlyWhenAsked() throws IOException {
    byte[] content = "Name,City\nJosé,Genève €\n".getBytes(Charset.forName("windows-1252"));
    assertThatThrownBy(() -> rows(content, Optional.empty(), Bounds.USUAL))
        .isInstanceOfSatisfying(
            Unreadable.class,
            e -> {
              assertThat(e.kind()).isEqualTo(Kind.ENCODING);
              assertThat(e.why()).contains("not utf-8", "windows-1252");
            });
    assertThat(rows(content, Optional.of(Encoding.WINDOWS_1252), Bounds.USUAL))
        .containsExactly(List.of("Name", "City"), List.of("José", "Genève €"));
    assertThat(rows("Name,City\nJosé,Genève\n")).contains(List.of("José", "Genève"));
  }

  @Test
  void badBytesFarIntoAFileAreFoundToo() {
    byte[] content = ("a,b\n" + "x,y\n".repeat(50_000) + "Ã,y\n").getBytes(StandardCharsets.UTF_8);
    content[content.length - 4] = ','; // cuts the letter's second byte off
    assertThatThrownBy(() -> rows(content, Optional.empty(), Bounds.USUAL))
        .isInstanceOfSatisfying(
            Unreadable.class, e -> assertThat(e.kind()).isEqualTo(Kind.ENCODING));
  }

  @Test
  void rowsKnowTheirNumberAndTheirLine() throws IOException {
    Path file = file("a\n\n\"1\n2\"\nx\n".getBytes(StandardCharsets.UTF_8));
    Form form = new Form(Encoding.UTF_8, Separator.COMMA);
    try (Sheet sheet = Sheet.open(file, form, SMALL)) {
      assertThat(sheet.next()).isEqualTo(new Row(1, 3, List.of("1\n2")));
      assertThat(sheet.next()).isEqualTo(new Row(2, 5, List.of("x")));
      assertThat(sheet.hasNext()).isFalse();
    }
    try (Sheet sheet = Sheet.open(file, form, SMALL)) {
      assertThat(sheet.after(1).next().number()).isEqualTo(2);
      assertThat(sheet.after(9).hasNext()).isFalse();
    }
  }

  @Test
  void shortRowsAreFilledUpAndLongOnesAreRefused() throws IOException {
    assertThat(rows("a,b,c\n1\n")).contains(List.of("1", "", ""));
    assertThat(refused("a,b\n1,2\n1,2,3\n").kind()).isEqualTo(Kind.TOO_MANY_COLUMNS);
    assertThat(refused("a,b\n1,2\n1,2,3\n").why()).startsWith("Line 3 has 3 cells");
  }

  @Test
  void bombsAreRefusedByWhatTheyAre() {
    assertThat(refused("").kind()).isEqualTo(Kind.EMPTY);
    assertThat(refused("\n\n\n").kind()).isEqualTo(Kind.EMPTY);
    assertThat(refused("a\n1\n2\n3\n4\n").kind()).isEqualTo(Kind.TOO_MANY_ROWS);
    assertThat(refused("a,b,c,d,e\n").kind()).isEqualTo(Kind.TOO_MANY_COLUMNS);
    assertThat(refused("a\n" + "x".repeat(21)).kind()).isEqualTo(Kind.CELL_TOO_LONG);
    assertThat(refused("a\n" + "x".repeat(3_000_000)).kind()).isEqualTo(Kind.CELL_TOO_LONG);
    assertThat(refused("a\n\"" + "x,\n".repeat(1_000_000)).kind()).isEqualTo(Kind.CELL_TOO_LONG);
    assertThat(refused(",".repeat(3_000_000)).kind()).isEqualTo(Kind.TOO_MANY_COLUMNS);
    assertThat(refused("PK\u0003\u0004xl/workbook.xml").kind()).isEqualTo(Kind.NOT_TEXT);
    assertThat(refused("a\n1\u00002\n").kind()).isEqualTo(Kind.NOT_TEXT);
  }

  @Test
  void quotesThatDoNotMatchAreRefused() {
    assertThat(refused("a,b\n1,\"2\n").kind()).isEqualTo(Kind.QUOTES);
    assertThat(refused("a,b\n\"1\"x,2\n").kind()).isEqualTo(Kind.QUOTES);
    assertThat(refused("\"").kind()).isEqualTo(Kind.QUOTES);
  }

  @Property(tries = 500)
  void whateverAFileHoldsItIsReadOrRefusedAndNothingElse(@ForAll("contents") byte[] content)
      throws IOException {
    try {
      assertThat(rows(content, Optional.empty(), SMALL)).hasSizeBetween(1, 4);
    } catch (Unreadable e) {
      assertThat(e.why()).isNotBlank();
    }
  }

  @Provide
  Arbitrary<byte[]> contents() {
    return Arbitraries.of('a', '"', '\'', ',', ';', '\t', '\r', '\n', '\0', 'é', '\uFEFF', '=')
        .array(char[].class)
        .ofMaxSize(60)
        .flatMap(
            text ->
                Arbitraries.of("UTF-8", "UTF-16LE", "windows-1252")
                    .map(name -> new String(text).getBytes(Charset.forName(name))));
  }

  @Property(tries = 300)
  void whatWeWriteIsReadBackAsItWas(@ForAll("tables") List<List<String>> table) throws IOException {
    StringBuilder content = new StringBuilder("one,two,three\r\n");
    table.forEach(row -> content.append(Cells.line(row)));
    List<List<String>> read = rows(content.toString());
    assertThat(read.subList(1, read.size())).isEqualTo(table);
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    Arbitrary<String> values =
        Arbitraries.of(
                "a", "é", "🙂", "'", "\"", "=", "+", "-", "@", ";", ",", "\t", "\r", "\n", " ")
            .list()
            .ofMaxSize(12)
            .map(parts -> String.join("", parts).strip());
    return values.list().ofSize(3).list().ofMaxSize(6);
  }
}
