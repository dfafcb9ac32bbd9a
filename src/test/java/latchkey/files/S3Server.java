package latchkey.files;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import latchkey.crypto.Secret;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

/// A server of S3's protocol, Adobe's S3Mock, in a process of its own: one for the whole test run,
/// started when first asked for.
public final class S3Server {
  private static final Path PROGRAM = Path.of("target", "test-tools", "s3mock.jar");
  private static final Pattern PORT =
      Pattern.compile("Tomcat started on ports .*, ([0-9]+) \\(http\\)");
  private static final long SMALLEST_PART = 5L << 20;
  private static final int LONGEST_START_SECONDS = 120;
  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private S3Server() {}

  /// Holds it, and nothing else: the thread that reads what the process says would wait for it.
  private static final class Server {
    static final URI URL = start();
  }

  private static URI start() {
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-Xmx256m",
            "-jar",
            PROGRAM.toString(),
            "--server.port=0",
            "--com.adobe.testing.s3mock.http-port=0");
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      CompletableFuture<String> port = new CompletableFuture<>();
      Thread.ofVirtual().start(() -> read(process, port));
      return URI.create("http://127.0.0.1:" + port.get(LONGEST_START_SECONDS, TimeUnit.SECONDS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException | ExecutionException | TimeoutException e) {
      throw new IllegalStateException("no server of S3's protocol", e);
    }
  }

  /// To its end, for a process whose output nobody takes stands still.
  private static void read(Process process, CompletableFuture<String> port) {
    StringBuilder said = new StringBuilder();
    try (BufferedReader lines = process.inputReader()) {
      for (String line; (line = lines.readLine()) != null; ) {
        Matcher matcher = PORT.matcher(line);
        if (matcher.find()) {
          port.complete(matcher.group(1));
        } else if (!port.isDone()) {
          said.append(line).append('\n');
        }
      }
      port.completeExceptionally(new IllegalStateException("it ended: " + said));
    } catch (IOException e) {
      port.completeExceptionally(e);
    }
  }

  public static URI url() {
    return Server.URL;
  }

  /// A new bucket, which nobody has used.
  public static S3Blobs.Bucket bucket(String installation) {
    String name = "bucket-" + BUCKETS.incrementAndGet();
    try (S3Client client = client()) {
      var _ = client.createBucket(create -> create.bucket(name));
    }
    return named(name, installation);
  }

  static S3Blobs.Bucket named(String name, String installation) {
    return new S3Blobs.Bucket(
        name, Optional.of(url()), "us-east-1", "key", new Secret("secret"), installation);
  }

  /// A bucket of a server that another process may have started; what is over 5 MB goes in parts.
  public static Blobs blobs(URI server, String bucket) {
    S3Blobs.Bucket named =
        new S3Blobs.Bucket(
            bucket, Optional.of(server), "us-east-1", "key", new Secret("secret"), "crash");
    return new S3Blobs(named, S3Blobs.Patience.USUAL, SMALLEST_PART);
  }

  /// How many uploads in parts nobody has finished.
  public static int unfinished(String bucket) {
    try (S3Client client = client()) {
      return client.listMultipartUploads(list -> list.bucket(bucket)).uploads().size();
    }
  }

  public static S3Client client() {
    return S3Client.builder()
        .region(Region.US_EAST_1)
        .endpointOverride(url())
        .forcePathStyle(true)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key", "secret")))
        .httpClient(UrlConnectionHttpClient.create())
        .build();
  }

  /// What is in a bucket, below the folder for content.
  public static List<String> keys(String bucket) {
    try (S3Client client = client()) {
      return client
          .listObjectsV2Paginator(list -> list.bucket(bucket).prefix("blobs/"))
          .contents()
          .stream()
          .map(S3Object::key)
          .toList();
    }
  }
}
