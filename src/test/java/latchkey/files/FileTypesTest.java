package latchkey.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FileTypesTest {
  private static final String PNG = "89504e470d0a1a0a0000000d49484452";
  private static final String ELF = "7f454c4602010100000000000000000002003e00";
  private static final String CLASS = "cafebabe00000041";
  private static final String MACH_O = "cffaedfe0700000103000000020000001000000058050000";

  @ParameterizedTest
  @CsvSource({
    PNG + ", picture.png, image/png",
    PNG + ", picture.html, image/png",
    "255044462d312e37, a.pdf, application/pdf",
    "68656c6c6f, a.txt, text/plain",
    "612c620a, a.csv, text/csv",
    "'', empty, application/octet-stream",
  })
  void theBytesSayWhatAFileIsAndThenItsName(String bytes, String name, String type) {
    assertThat(FileTypes.of(HexFormat.of().parseHex(bytes), name)).isEqualTo(type);
  }

  @ParameterizedTest
  @CsvSource({
    ELF + ", notes.txt",
    CLASS + ", notes.txt",
    MACH_O + ", notes.txt",
    "68656c6c6f, setup.EXE",
    "68656c6c6f, run.ps1",
    "68656c6c6f, page.js",
    "23212f62696e2f7368, notes.txt",
    "504b0304, app.jar",
  })
  void programsAndScriptsAreToldByTheirBytesAndByTheirEndings(String bytes, String name) {
    assertThat(isExecutable(HexFormat.of().parseHex(bytes), name)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "msix", "appx", "chm", "xll", "inf", "iso", "img", "vhd", "vhdx", "desktop", "command",
        "mjs", "scf", "url", "msc", "py", "pl", "php", "rb", "msu", "crx", "webloc", "jnlp"
      })
  void whatIsRunInstalledMountedOrFollowedWhenOpenedIsToldByItsEnding(String ending) {
    assertThat(isExecutable("hello".getBytes(StandardCharsets.UTF_8), "a." + ending)).isTrue();
    assertThat(isExecutable(new byte[0], "a.txt." + ending.toUpperCase(Locale.ROOT))).isTrue();
  }

  @Test
  void aWindowsProgramIsToldWhateverItIsCalled() {
    byte[] program = new byte[512];
    program[0] = 'M';
    program[1] = 'Z';
    program[0x3c] = (byte) 0x80;
    program[0x80] = 'P';
    program[0x81] = 'E';
    program[0x84] = 0x64;
    program[0x85] = (byte) 0x86;
    assertThat(isExecutable(program, "picture.png")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "report.pdf",
    "letter.docx",
    "table.csv",
    "photo.jpeg",
    "archive.zip",
    "data.json",
    "notes.md",
    "picture.svg",
    "slides.pptx",
    "mail.eml",
    "exe",
    "page.html"
  })
  void whatPeopleSendEachOtherIsNoProgram(String name) {
    assertThat(isExecutable("hello".getBytes(StandardCharsets.UTF_8), name)).isFalse();
  }

  private static boolean isExecutable(byte[] head, String name) {
    return FileTypes.isExecutable(head, name, FileTypes.of(head, name));
  }
}
