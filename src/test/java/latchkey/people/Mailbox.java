package latchkey.people;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.GreenMailUtil;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.internet.MimeMessage;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.crypto.Secret;
import latchkey.mail.MailServer;
import latchkey.mail.Mailer;

/// A real mail server, and what came to it.
public final class Mailbox implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 10_000;
  private final GreenMail server;
  private int read;

  public Mailbox() {
    server = new GreenMail(new ServerSetup(0, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
    server.start();
  }

  public String url() {
    return "smtp+plain://127.0.0.1:" + server.getSmtp().getPort();
  }

  public Mailer mailer() {
    return new Mailer(MailServer.parse(url()).orElseThrow(), "Latchkey <latchkey@example.com>");
  }

  /// The next mail that comes.
  public MimeMessage next() {
    if (!server.waitForIncomingEmail(PATIENCE_MILLIS, read + 1)) {
      throw new AssertionError("no mail came");
    }
    return server.getReceivedMessages()[read++];
  }

  public int received() {
    return server.getReceivedMessages().length;
  }

  /// What stands behind the `#` of the link in the next mail.
  public Secret linked() {
    return new Secret(found(Pattern.compile("https?://\\S+#(\\S+)")));
  }

  /// The six digits in the next mail.
  public String code() {
    return found(Pattern.compile("\\b([0-9]{6})\\b"));
  }

  private String found(Pattern pattern) {
    String body = GreenMailUtil.getBody(next());
    return Optional.of(pattern.matcher(body))
        .filter(Matcher::find)
        .map(matcher -> matcher.group(1))
        .orElseThrow(() -> new AssertionError("not in the mail: " + pattern + "\n" + body));
  }

  @Override
  public void close() {
    server.stop();
  }
}
