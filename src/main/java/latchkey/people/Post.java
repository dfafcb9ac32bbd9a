package latchkey.people;

import java.net.URI;
import java.util.Optional;
import java.util.function.Supplier;
import latchkey.crypto.Secret;
import latchkey.mail.Letter;
import latchkey.mail.Mailer;
import latchkey.mail.Mailer.NotSent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The letters that people get, and the links in them. A link's secret stands behind the `#`,
/// which no browser sends to anybody and no proxy logs.
public final class Post {
  private static final Logger LOG = LoggerFactory.getLogger(Post.class);

  private final Optional<Mailer> mailer;
  private final Supplier<URI> home;

  /// @param home where people's browsers reach the server; asked when a link is made
  public Post(Optional<Mailer> mailer, Supplier<URI> home) {
    this.mailer = mailer;
    this.home = home;
  }

  public boolean sends() {
    return mailer.isPresent();
  }

  URI home() {
    return home.get();
  }

  Secret link(String path, Secret token) {
    String base = home.get().toString();
    String root = base.endsWith("/") ? base.substring(0, base.length() - 1) : base;
    return new Secret(root + path + "#" + token.reveal());
  }

  /// Says whether it was handed in.
  boolean send(Email to, String subject, String text) {
    if (mailer.isEmpty()) {
      return false;
    }
    try {
      mailer.get().send(new Letter(to.text(), subject, text));
      return true;
    } catch (NotSent e) {
      LOG.warn("{}", e.getMessage());
      return false;
    }
  }

  /// Sends later: how long the answer takes must not tell whether there is such an account.
  void sendLater(Email to, String subject, String text) {
    Thread.ofVirtual().name("mail").start(() -> send(to, subject, text));
  }
}
