package latchkey;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import latchkey.access.AddressList;
import latchkey.audit.By;
import latchkey.keys.IssuedKey;
import latchkey.keys.KeyDraft;
import latchkey.keys.PublicId;
import latchkey.keys.RevocationReason;
import latchkey.limits.Limits;
import latchkey.people.Organization;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// A server under load in one process, until somebody kills it. Each line it prints is true when
/// it is printed: an operation is announced before it begins, and acknowledged after its answer.
///
/// Takes the data folder, and on its input the keys to ask for first, `id token` a line. With a
/// second argument it stops after these.
final class CrashLoad {
  static final String ORGANIZATION = "org_crash";
  static final int ASKERS = 3;

  private static final int MOST_KEYS = 40;
  private static final By ACTOR = By.system("test");

  private final Latchkey server;
  private final List<Known> keys = new CopyOnWriteArrayList<>();
  private final FileOutputStream lines = new FileOutputStream(FileDescriptor.out);

  private record Known(String id, String token) {}

  private CrashLoad(Latchkey server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    CrashLoad load = new CrashLoad(Latchkey.start(settings(Path.of(arguments[0]))));
    load.say("started");
    load.askForGivenKeys();
    load.say("asked");
    if (arguments.length > 1) {
      load.server.stop();
      load.say("stopped");
      return;
    }
    for (int asker = 0; asker < ASKERS; asker++) {
      Random random = new Random(asker);
      Thread.ofPlatform().start(() -> load.askForEver(random));
    }
    load.issueAndRevoke();
  }

  private static Settings settings(Path data) {
    return Settings.of(
        Map.of(
            Setting.DATA, data.toString(),
            Setting.PORT, "0",
            Setting.MANAGEMENT_PORT, "0",
            Setting.EVENT_LOOPS, "2"));
  }

  /// One write for a line, so that lines of several threads stay whole.
  private void say(String line) {
    try {
      lines.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void askForGivenKeys() throws IOException {
    var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII));
    List<String> given = in.lines().toList(); // all at once: who sends them may not listen yet
    try (Asker asker = new Asker()) {
      for (String line : given) {
        String[] words = line.split(" ", 2);
        Known key = new Known(words[0], words[1]);
        asker.ask(key);
        keys.add(key);
      }
    }
  }

  private void askForEver(Random random) {
    try (Asker asker = new Asker()) {
      while (true) {
        List<Known> known = List.copyOf(keys);
        if (known.isEmpty()) {
          Thread.onSpinWait();
        } else {
          asker.ask(known.get(random.nextInt(known.size())));
        }
      }
    } catch (IOException e) {
      say("broken " + e);
    }
  }

  private void issueAndRevoke() {
    if (server.rooms().organizations().isEmpty()) {
      server.rooms().organizations().create(Organization.named(ORGANIZATION, "Crash test", "lk"));
    }
    KeyDraft draft =
        KeyDraft.of(ORGANIZATION, "crash", List.of("contacts.read"))
            .limited(Limits.NONE)
            .from(AddressList.ANY);
    Random random = new Random();
    for (int i = 0; true; i++) {
      if (i < MOST_KEYS) {
        IssuedKey issued = server.rooms().keys().issue(draft, ACTOR);
        Known key = new Known(issued.key().id().toString(), issued.text().token().reveal());
        say("issued " + key.id + " " + key.token);
        keys.add(key);
      }
      if (i % 3 == 2) {
        revoke(keys.get(random.nextInt(keys.size())));
      }
    }
  }

  private void revoke(Known key) {
    say("revoking " + key.id);
    server
        .rooms()
        .keys()
        .revoke(ORGANIZATION, PublicId.of(key.id), RevocationReason.CESSATION_OF_OPERATION, ACTOR);
    say("revoked " + key.id);
  }

  /// A connection to `/auth` that is kept open.
  private final class Asker implements AutoCloseable {
    private final Socket socket;
    private final InputStream in;

    Asker() throws IOException {
      URI url = URI.create(server.url());
      socket = new Socket(url.getHost(), url.getPort());
      socket.setTcpNoDelay(true);
      in = socket.getInputStream();
    }

    void ask(Known key) throws IOException {
      say("asking " + Thread.currentThread().threadId() + " " + key.id);
      socket
          .getOutputStream()
          .write(
              "HEAD /auth HTTP/1.1\r\nHost: test\r\nAuthorization: Bearer %s\r\n\r\n"
                  .formatted(key.token)
                  .getBytes(StandardCharsets.US_ASCII));
      say("answered " + Thread.currentThread().threadId() + " " + status());
    }

    /// Of the answer to a HEAD, which ends with its head.
    private String status() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.length() < 4 || !head.substring(head.length() - 4).equals("\r\n\r\n")) {
        int character = in.read();
        if (character < 0) {
          throw new IOException("the server closed the connection after: " + head);
        }
        head.append((char) character);
      }
      return head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
