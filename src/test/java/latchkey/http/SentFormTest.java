package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SentFormTest {
  private static String field(String name, String value) {
    return "--b\r\nContent-Disposition: form-data; name=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, value);
  }

  private static String file(String name, String content) {
    return "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"%s\"\r\n\r\n%s\r\n"
        .formatted(name, content);
  }

  private static SentForm read(String parts, long most) throws IOException {
    byte[] body = (parts + "--b--\r\n").getBytes(StandardCharsets.UTF_8);
    return SentForm.read(
        new ByteArrayInputStream(body), Optional.of("multipart/form-data; boundary=b"), most);
  }

  private static List<String> files(SentForm form) throws IOException {
    List<String> files = new ArrayList<>();
    for (var file = form.next(); file.isPresent(); file = form.next()) {
      String content = new String(file.get().content().readAllBytes(), StandardCharsets.UTF_8);
      files.add(file.get().fileName() + "=" + content);
    }
    assertThat(form.next()).isEmpty();
    return files;
  }

  private static void refused(int status, ThrowingCallable reading) {
    assertThatThrownBy(reading)
        .isInstanceOfSatisfying(
            Problem.class, problem -> assertThat(problem.status()).isEqualTo(status));
  }

  @Test
  void itsFieldsAreReadBeforeItsFilesAre() throws IOException {
    SentForm form =
        read(field("a", "1") + field("a", "2") + file("x", "first") + file("y", "second"), 100);
    assertThat(form.fields()).containsOnlyKeys("a");
    assertThat(form.fields().get("a")).containsExactly("1", "2");
    assertThat(files(form)).containsExactly("x=first", "y=second");
  }

  @Test
  void aChoiceOfFilesThatWasLeftEmptyIsNone() throws IOException {
    assertThat(files(read(field("a", "1") + file("", ""), 100))).isEmpty();
    assertThat(files(read(file("", "") + file("x", "1") + file("", ""), 100)))
        .containsExactly("x=1");
  }

  @Test
  void aFileThatNobodyReadIsSkipped() throws IOException {
    SentForm form = read(file("x", "first") + file("y", "second"), 100);
    assertThat(form.next()).isPresent();
    assertThat(files(form)).containsExactly("y=second");
  }

  @Test
  void aFieldBehindAFileAndTooManyBytesAreRefused() throws IOException {
    SentForm late = read(file("x", "1") + field("_csrf", "token"), 100);
    refused(400, () -> files(late));
    SentForm large = read(file("x", "1".repeat(3_000_000)), 100);
    refused(413, () -> files(large));
    refused(413, () -> read(field("a", "1".repeat(60_000)).repeat(20), 10_000_000));
    refused(
        415,
        () -> SentForm.read(new ByteArrayInputStream(new byte[0]), Optional.of("text/csv"), 100));
  }
}
