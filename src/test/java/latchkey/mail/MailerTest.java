package latchkey.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import latchkey.crypto.Secret;
import latchkey.mail.MailServer.Security;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MailerTest {
  private static final Letter LETTER = new Letter("ann@example.com", "Grüße ✓", "Zeile\nline");

  private static GreenMail server() {
    GreenMail server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
    return server;
  }

  private static Mailer mailer(String url) {
    return new Mailer(MailServer.parse(url).orElseThrow(), "Latchkey <keys@example.com>");
  }

  @Test
  void aLetterArrivesAsItWasWritten() throws Exception {
    GreenMail server = server();
    try {
      mailer("smtp+plain://127.0.0.1:" + server.getSmtp().getPort()).send(LETTER);
      MimeMessage mail = server.getReceivedMessages()[0];
      assertThat(mail.getSubject()).isEqualTo("Grüße ✓");
      assertThat(mail.getContent()).asString().isEqualToNormalizingNewlines("Zeile\nline");
      assertThat(mail.getFrom()[0]).hasToString("Latchkey <keys@example.com>");
      assertThat(GreenMailUtil.getAddressList(mail.getAllRecipients()))
          .isEqualTo("ann@example.com");
    } finally {
      server.stop();
    }
  }

  @Test
  void aServerThatDoesNotEncryptIsToldNothing() {
    GreenMail server = server();
    try {
      assertThatThrownBy(
              () ->
                  mailer("smtp://ann:geheim@127.0.0.1:" + server.getSmtp().getPort()).send(LETTER))
          .isInstanceOf(Mailer.NotSent.class)
          .hasMessageContaining("STARTTLS")
          .hasMessageNotContaining("geheim");
      assertThat(server.getReceivedMessages()).isEmpty();
    } finally {
      server.stop();
    }
  }

  @Test
  void aServerThatIsNotThereIsNamed() {
    GreenMail server = server();
    int port = server.getSmtp().getPort();
    server.stop();
    assertThatThrownBy(() -> mailer("smtp+plain://127.0.0.1:" + port).send(LETTER))
        .isInstanceOf(Mailer.NotSent.class)
        .hasMessageContaining("127.0.0.1:" + port);
  }

  @Test
  void aUrlSaysWhereAndHowAndIsNeverShownWithItsPassword() {
    MailServer server =
        MailServer.parse("smtp://ann%40example.com:a%3Ab+c@mail.example.com").orElseThrow();
    assertThat(server.port()).isEqualTo(587);
    assertThat(server.security()).isEqualTo(Security.STARTTLS);
    assertThat(server.user()).contains("ann@example.com");
    assertThat(server.password().map(Secret::reveal)).contains("a:b+c");
    assertThat(server).hasToString("smtp://mail.example.com:587");
    assertThat(MailServer.parse("smtps://mail.example.com/"))
        .contains(
            new MailServer(
                "mail.example.com", 465, Security.TLS, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"mail.example.com", "http://mail", "smtp://", "smtp://a@b", "smtp://a/b?c"})
  void whatIsNoMailServerIsRefused(String url) {
    assertThat(MailServer.parse(url)).isEmpty();
  }

  @Test
  void nobodyWritesASecondHeaderIntoALetter() {
    assertThatThrownBy(() -> new Letter("a@b", "x\r\nBcc: c@d", ""))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
