package latchkey.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import latchkey.crypto.Secret;
import latchkey.crypto.Sha256;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/// What is so in a bucket only; what is so everywhere is in [FilesTest].
class S3BlobsTest {
  private static final long SMALLEST_PART = 5 << 20;
  private static final String MINE = "installation-1";

  @TempDir Path folder;

  private static S3Blobs open(S3Blobs.Bucket bucket) {
    return new S3Blobs(bucket, S3Blobs.Patience.USUAL, SMALLEST_PART);
  }

  private Path draft(byte[] content) throws IOException {
    return Files.write(folder.resolve("draft"), content);
  }

  private static Blob blob(byte[] content) {
    return new Blob("org_acme", HexFormat.of().formatHex(Sha256.of(content)));
  }

  private static byte[] content(int length) {
    byte[] content = new byte[length];
    new Random(1).nextBytes(content);
    return content;
  }

  @Test
  void whatIsLongIsSentInPartsAndReadFromAnyByte() throws IOException {
    S3Blobs.Bucket bucket = S3Server.bucket(MINE);
    byte[] content = content((int) (2 * SMALLEST_PART + 12_345));
    try (S3Blobs blobs = open(bucket)) {
      blobs.keep(blob(content), draft(content), content.length);
      for (int from : new int[] {0, 1, (int) SMALLEST_PART - 1, content.length - 1}) {
        try (InputStream in = blobs.open(blob(content), from)) {
          assertThat(in.readAllBytes())
              .isEqualTo(Arrays.copyOfRange(content, from, content.length));
        }
      }
      try (InputStream in = blobs.open(blob(content), content.length)) {
        assertThat(in.readAllBytes()).isEmpty();
      }
      try (InputStream in = blobs.open(blob(content), 0)) {
        assertThat(in.readNBytes(10)).isEqualTo(Arrays.copyOf(content, 10)); // and hangs up
      }
    }
  }

  @Test
  void anUploadInPartsThatBreaksOffLeavesNothing() throws IOException {
    S3Blobs.Bucket bucket = S3Server.bucket(MINE);
    byte[] content = content((int) (2 * SMALLEST_PART));
    Path draft = draft(content);
    try (S3Blobs blobs = open(bucket);
        S3Client client = S3Server.client()) {
      assertThatThrownBy(() -> blobs.keep(blob(content), draft, content.length + SMALLEST_PART))
          .isInstanceOf(IOException.class);
      assertThat(S3Server.keys(bucket.name())).isEmpty();
      assertThat(client.listMultipartUploads(list -> list.bucket(bucket.name())).uploads())
          .isEmpty();

      String key = "blobs/org_acme/ab/" + "ab".repeat(32);
      var _ = client.createMultipartUpload(create -> create.bucket(bucket.name()).key(key));
      blobs.keptBefore(System.currentTimeMillis() - Duration.ofHours(1).toMillis(), _ -> {});
      assertThat(client.listMultipartUploads(list -> list.bucket(bucket.name())).uploads())
          .as("somebody may still send it")
          .hasSize(1);
      blobs.keptBefore(System.currentTimeMillis() + Duration.ofHours(1).toMillis(), _ -> {});
      assertThat(client.listMultipartUploads(list -> list.bucket(bucket.name())).uploads())
          .isEmpty();
    }
  }

  @Test
  void onlyContentOfOursIsListed() throws IOException {
    S3Blobs.Bucket bucket = S3Server.bucket(MINE);
    byte[] content = content(100);
    try (S3Blobs blobs = open(bucket);
        S3Client client = S3Server.client()) {
      blobs.keep(blob(content), draft(content), content.length);
      for (String strange :
          List.of("notes.txt", "blobs/readme", "blobs/org_acme/00/" + "ab".repeat(32))) {
        var _ =
            client.putObject(
                put -> put.bucket(bucket.name()).key(strange), RequestBody.fromString("x"));
      }
      List<Blob> all = new ArrayList<>();
      blobs.keptBefore(System.currentTimeMillis() + 60_000, all::addAll);
      assertThat(all).containsExactly(blob(content));
    }
  }

  @Test
  void theBucketOfAnotherInstallationIsRefused() throws IOException {
    S3Blobs.Bucket mine = S3Server.bucket(MINE);
    S3Blobs.open(mine).close();
    S3Blobs.open(mine).close(); // again, after a restart
    S3Blobs.Bucket theirs = S3Server.named(mine.name(), "installation-2");
    assertThatThrownBy(() -> S3Blobs.open(theirs))
        .isInstanceOf(UnusableBucket.class)
        .hasMessageContaining("belongs to another installation");
    try (S3Blobs later = open(theirs)) { // it did not answer at the start
      assertThatThrownBy(() -> later.keptBefore(0, _ -> {})).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aBucketThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> S3Blobs.open(S3Server.named("nowhere", MINE)))
        .isInstanceOf(UnusableBucket.class)
        .hasMessageContaining("nowhere");
  }

  @Test
  void whoDoesNotAnswerIsNotWaitedForLong() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      S3Blobs.Bucket bucket =
          new S3Blobs.Bucket(
              "b-1", Optional.of(url), "us-east-1", "key", new Secret("secret"), MINE);
      try (S3Blobs blobs =
          new S3Blobs(
              bucket, new S3Blobs.Patience(Duration.ofMillis(200), 1 << 20), SMALLEST_PART)) {
        long before = System.nanoTime();
        assertThatThrownBy(() -> blobs.open(blob(new byte[0]), 0))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("b-1");
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(20));
      }
    }
  }

  @Test
  void aServerThatTakesNothingMoreIsNotWaitedForLongAndUsedAgainWhenItDoes() throws IOException {
    S3Blobs.Bucket bucket = S3Server.bucket(MINE);
    byte[] content = content(32 << 20);
    Path draft = draft(content);
    try (Valve valve = new Valve(S3Server.url());
        S3Blobs blobs =
            new S3Blobs(
                new S3Blobs.Bucket(
                    bucket.name(),
                    Optional.of(valve.url()),
                    "us-east-1",
                    "key",
                    new Secret("secret"),
                    MINE),
                new S3Blobs.Patience(Duration.ofSeconds(1), 64 << 20),
                content.length)) {
      blobs.keptBefore(0, _ -> {});
      valve.shut = true;
      long before = System.nanoTime();
      assertThatThrownBy(() -> blobs.keep(blob(content), draft, content.length))
          .isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(30));
      valve.shut = false;
      byte[] small = content(10);
      blobs.keep(blob(small), draft(small), small.length);
      assertThat(S3Server.keys(bucket.name())).hasSize(1);
    }
  }

  /// Hands everything on to a server, until it is shut: then short requests go on, and long ones
  /// stand still.
  private static final class Valve implements AutoCloseable {
    private final ServerSocket listening;
    private final URI server;
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    volatile boolean shut;

    Valve(URI server) throws IOException {
      this.server = server;
      this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.startVirtualThread(this::accept);
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
      try {
        while (true) {
          Socket client = listening.accept();
          Socket onward = new Socket(server.getHost(), server.getPort());
          sockets.addAll(List.of(client, onward));
          Thread.startVirtualThread(() -> hand(client, onward));
          Thread.startVirtualThread(() -> hand(onward, client));
        }
      } catch (IOException _) {
        // it is closed
      }
    }

    private void hand(Socket from, Socket to) {
      byte[] bytes = new byte[8192];
      long handed = 0;
      try {
        for (int read; (read = from.getInputStream().read(bytes)) >= 0; handed += read) {
          if (shut && handed > bytes.length) {
            closed.await();
          }
          to.getOutputStream().write(bytes, 0, read);
        }
        to.shutdownOutput();
      } catch (IOException | InterruptedException _) {
        // one of them has gone
      }
    }

    @Override
    public void close() throws IOException {
      listening.close();
      closed.countDown();
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }
}
