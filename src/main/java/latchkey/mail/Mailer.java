package latchkey.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import latchkey.crypto.Secret;

/// Hands letters in at one server, a connection for each. Blocking: called on virtual threads.
public final class Mailer {
  private static final String TIMEOUT_MILLIS = "10000";

  private final MailServer server;
  private final InternetAddress from;
  private final Session session;

  /// Of mail from that address, such as `Latchkey <keys@example.com>`.
  public Mailer(MailServer server, String from) {
    this.server = server;
    try {
      this.from = new InternetAddress(from, true);
    } catch (MessagingException e) {
      throw new IllegalArgumentException(
          "\"%s\" is not an address to send from".formatted(from), e);
    }
    this.session = Session.getInstance(properties(server));
  }

  private static Properties properties(MailServer server) {
    Properties properties = new Properties();
    properties.setProperty("mail.transport.protocol", "smtp");
    properties.setProperty("mail.smtp.host", server.host());
    properties.setProperty("mail.smtp.port", String.valueOf(server.port()));
    properties.setProperty("mail.smtp.connectiontimeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.timeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.writetimeout", TIMEOUT_MILLIS);
    properties.setProperty("mail.smtp.auth", String.valueOf(server.user().isPresent()));
    properties.setProperty("mail.smtp.ssl.checkserveridentity", "true");
    switch (server.security()) {
      case TLS -> properties.setProperty("mail.smtp.ssl.enable", "true");
      case STARTTLS -> {
        properties.setProperty("mail.smtp.starttls.enable", "true");
        properties.setProperty("mail.smtp.starttls.required", "true");
      }
      case PLAIN -> {}
    }
    return properties;
  }

  /// Hands the letter in; a server that takes it answers for the rest.
  public void send(Letter letter) throws NotSent {
    try {
      MimeMessage message = new MimeMessage(session);
      message.setFrom(from);
      message.setRecipient(Message.RecipientType.TO, new InternetAddress(letter.to(), true));
      message.setSubject(letter.subject(), StandardCharsets.UTF_8.name());
      message.setText(letter.text(), StandardCharsets.UTF_8.name());
      message.setHeader("Auto-Submitted", "auto-generated");
      if (server.user().isPresent()) {
        Transport.send(
            message, server.user().get(), server.password().map(Secret::reveal).orElse(""));
      } else {
        Transport.send(message);
      }
    } catch (MessagingException e) {
      throw new NotSent(
          "the mail server %s did not take a mail: %s".formatted(server, e.getMessage()), e);
    }
  }

  /// A letter that was not handed in; the message says why.
  public static final class NotSent extends Exception {
    NotSent(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
