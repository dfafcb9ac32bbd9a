package latchkey.files;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import latchkey.crypto.Secret;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/// In a bucket of S3, or of what speaks its protocol: `blobs/organization/first two digits/digest`,
/// which is the same as in the folder of [DiskBlobs].
///
/// The bucket is one installation's, and says whose: for what no file of ours has is deleted.
public final class S3Blobs implements Blobs {
  private static final Logger LOG = LoggerFactory.getLogger(S3Blobs.class);
  private static final String FOLDER = "blobs/";
  private static final String OWNER = "latchkey-installation";
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;
  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;
  private static final int RANGE_NOT_SATISFIABLE = 416;

  /// Above that a file is sent in parts, so that a broken connection costs one of them.
  private static final long PART = 64L << 20;

  private static final int MOST_PARTS = 10_000;

  /// Servers may copy the parts together, and say nothing for minutes.
  private static final Duration JOINING = Duration.ofMinutes(5);

  /// A start does not wait longer: keys are judged without files too.
  private static final Duration AT_START = Duration.ofSeconds(10);

  /// Where it is.
  ///
  /// @param endpoint of another provider than AWS, whose buckets then stand in the path
  /// @param installation who the bucket belongs to
  public record Bucket(
      String name,
      Optional<URI> endpoint,
      String region,
      String accessKey,
      Secret secretKey,
      String installation) {}

  /// How long it is waited for.
  ///
  /// @param silence for a connection, and for what should come
  /// @param bytesPerSecond which a file must be taken at least
  public record Patience(Duration silence, int bytesPerSecond) {
    public static final Patience USUAL = new Patience(Duration.ofSeconds(20), 64 * 1024);

    Duration toSend(long bytes) {
      return silence.plusSeconds(bytes / bytesPerSecond);
    }
  }

  private final Bucket bucket;
  private final Patience patience;
  private final long part;
  private final S3Client client;
  private volatile boolean ours;

  S3Blobs(Bucket bucket, Patience patience, long part) {
    this.bucket = bucket;
    this.patience = patience;
    this.part = part;
    this.client = client(bucket, patience.silence());
  }

  /// Opens it.
  ///
  /// @throws UnusableBucket when it says that it cannot be; who does not answer may do so later
  public static S3Blobs open(Bucket bucket) {
    S3Blobs blobs = new S3Blobs(bucket, Patience.USUAL, PART);
    FutureTask<Boolean> asked =
        new FutureTask<>(
            () -> {
              blobs.requireOurs();
              return true;
            });
    Thread.startVirtualThread(asked);
    try {
      boolean _ = asked.get(AT_START.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof UnusableBucket unusable) {
        blobs.close();
        throw unusable;
      }
      LOG.warn(
          "files cannot be kept or read until the bucket answers: {}",
          String.valueOf(e.getCause()));
    } catch (TimeoutException _) {
      LOG.warn("files cannot be kept or read until the bucket {} answers", bucket.name());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return blobs;
  }

  /// What the settings say is all: no profile, environment or machine of AWS is asked.
  private static S3Client client(Bucket bucket, Duration silence) {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(bucket.region()))
            .forcePathStyle(bucket.endpoint().isPresent())
            .credentialsProvider(
                StaticCredentialsProvider.create(
                    AwsBasicCredentials.create(bucket.accessKey(), bucket.secretKey().reveal())))
            .httpClientBuilder(
                UrlConnectionHttpClient.builder().connectionTimeout(silence).socketTimeout(silence))
            .serviceConfiguration(s3 -> s3.chunkedEncodingEnabled(false)) // not every server has it
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .overrideConfiguration(
                config ->
                    config
                        .defaultProfileFile(ProfileFile.aggregator().build())
                        .retryStrategy(RetryMode.STANDARD));
    bucket.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  @Override
  public void close() {
    client.close();
  }

  // Whose it is

  private void requireOurs() throws IOException {
    if (ours) {
      return;
    }
    String owner = owner();
    if (!owner.equals(bucket.installation())) {
      throw new UnusableBucket(
          "the bucket %s belongs to another installation (%s says %s): give this one a bucket of its own"
              .formatted(bucket.name(), OWNER, owner));
    }
    ours = true;
  }

  private String owner() throws IOException {
    Optional<String> owner = readOwner();
    if (owner.isPresent()) {
      return owner.get();
    }
    byte[] mine = bucket.installation().getBytes(StandardCharsets.UTF_8);
    try {
      var _ =
          client.putObject(
              put -> put.bucket(bucket.name()).key(OWNER).ifNoneMatch("*"),
              RequestBody.fromBytes(mine));
    } catch (S3Exception e) {
      if (e.statusCode() != PRECONDITION_FAILED) {
        throw unusable(e);
      }
    } catch (SdkException e) {
      throw unreachable(e);
    }
    return readOwner().orElseThrow(() -> new IOException("the bucket forgot what it was told"));
  }

  private Optional<String> readOwner() throws IOException {
    try {
      return Optional.of(
          client.getObjectAsBytes(get -> get.bucket(bucket.name()).key(OWNER)).asUtf8String());
    } catch (NoSuchKeyException _) {
      return Optional.empty();
    } catch (S3Exception e) {
      throw unusable(e);
    } catch (SdkException e) {
      throw unreachable(e);
    }
  }

  /// What it refuses will not change by itself; what it fails at may.
  private IOException unusable(S3Exception e) {
    if (e.statusCode() >= CLIENT_ERRORS && e.statusCode() < SERVER_ERRORS) {
      throw new UnusableBucket(
          "the bucket %s cannot be used: %s; see the s3- settings"
              .formatted(bucket.name(), e.getMessage()));
    }
    return unreachable(e);
  }

  private IOException unreachable(SdkException e) {
    return new IOException("the bucket %s: %s".formatted(bucket.name(), e.getMessage()), e);
  }

  private interface Work<T> {
    T done() throws IOException;
  }

  private <T> T reaching(Work<T> work) throws IOException {
    try {
      requireOurs();
      return work.done();
    } catch (UnusableBucket e) {
      throw new IOException(e);
    } catch (SdkException e) {
      throw unreachable(e);
    } catch (UncheckedIOException e) { // the draft cannot be read
      throw e.getCause();
    }
  }

  // Keeping

  @Override
  public void keep(Blob blob, Path draft, long size) throws IOException {
    boolean _ =
        reaching(
            () -> {
              if (holds(blob, size)) {
                return false;
              }
              if (size <= part) {
                put(blob, draft, size);
              } else {
                putInParts(blob, draft, size);
              }
              return true;
            });
  }

  private boolean holds(Blob blob, long size) {
    try {
      return client.headObject(head -> head.bucket(bucket.name()).key(key(blob))).contentLength()
          == size;
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /// With its digest, so that nothing else than the draft is ever kept under its name.
  private void put(Blob blob, Path draft, long size) {
    String digest = Base64.getEncoder().encodeToString(HexFormat.of().parseHex(blob.sha256()));
    var _ =
        client.putObject(
            put ->
                put.bucket(bucket.name())
                    .key(key(blob))
                    .checksumSHA256(digest)
                    .overrideConfiguration(inTime(size)),
            content(draft, 0, size));
  }

  private Consumer<AwsRequestOverrideConfiguration.Builder> inTime(long bytes) {
    return config -> config.apiCallAttemptTimeout(patience.toSend(bytes));
  }

  private static RequestBody content(Path draft, long from, long length) {
    return RequestBody.fromContentProvider(
        () -> Piece.of(draft, from, length), length, "application/octet-stream");
  }

  private void putInParts(Blob blob, Path draft, long size) {
    String upload =
        client
            .createMultipartUpload(create -> create.bucket(bucket.name()).key(key(blob)))
            .uploadId();
    try {
      join(blob, upload, parts(blob, draft, size, upload));
    } catch (RuntimeException e) {
      abort(key(blob), upload);
      throw e;
    }
  }

  private void join(Blob blob, String upload, List<CompletedPart> parts) {
    try (S3Client patient = client(bucket, JOINING)) {
      var _ =
          patient.completeMultipartUpload(
              complete ->
                  complete
                      .bucket(bucket.name())
                      .key(key(blob))
                      .uploadId(upload)
                      .multipartUpload(all -> all.parts(parts)));
    }
  }

  private List<CompletedPart> parts(Blob blob, Path draft, long size, String upload) {
    long each = Math.max(part, Math.ceilDiv(size, MOST_PARTS));
    List<CompletedPart> parts = new ArrayList<>();
    for (long from = 0; from < size; from += each) {
      int number = parts.size() + 1;
      long length = Math.min(each, size - from);
      String etag =
          client
              .uploadPart(
                  one ->
                      one.bucket(bucket.name())
                          .key(key(blob))
                          .uploadId(upload)
                          .partNumber(number)
                          .overrideConfiguration(inTime(length)),
                  content(draft, from, length))
              .eTag();
      parts.add(CompletedPart.builder().partNumber(number).eTag(etag).build());
    }
    return parts;
  }

  private void abort(String key, String upload) {
    try {
      var _ =
          client.abortMultipartUpload(
              abort -> abort.bucket(bucket.name()).key(key).uploadId(upload));
    } catch (SdkException e) {
      LOG.warn("an upload in parts is left to the next sweep: {}", e.toString());
    }
  }

  // Reading

  @Override
  public InputStream open(Blob blob, long from) throws IOException {
    return reaching(
        () -> {
          try {
            return new Content(client.getObject(get(blob, from)));
          } catch (NoSuchKeyException e) {
            throw (IOException) new NoSuchFileException(key(blob)).initCause(e);
          } catch (S3Exception e) {
            if (e.statusCode() == RANGE_NOT_SATISFIABLE) {
              return InputStream.nullInputStream(); // its end
            }
            throw e;
          }
        });
  }

  private GetObjectRequest get(Blob blob, long from) {
    GetObjectRequest.Builder get = GetObjectRequest.builder().bucket(bucket.name()).key(key(blob));
    return (from == 0 ? get : get.range("bytes=" + from + "-")).build();
  }

  /// Whoever does not read to the end hangs up, instead of fetching the rest.
  private static final class Content extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> response;
    private boolean ended;

    Content(ResponseInputStream<GetObjectResponse> response) {
      super(response);
      this.response = response;
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      ended |= read < 0;
      return read;
    }

    @Override
    public int read(byte[] into, int at, int length) throws IOException {
      int read = super.read(into, at, length);
      ended |= read < 0;
      return read;
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        super.close();
      } else {
        response.abort();
      }
    }
  }

  // Clearing up

  @Override
  public void delete(Blob blob) throws IOException {
    var _ = reaching(() -> client.deleteObject(one -> one.bucket(bucket.name()).key(key(blob))));
  }

  @Override
  public void keptBefore(long time, Consumer<List<Blob>> some) throws IOException {
    boolean _ =
        reaching(
            () -> {
              abortBefore(Instant.ofEpochMilli(time));
              for (var page :
                  client.listObjectsV2Paginator(
                      list -> list.bucket(bucket.name()).prefix(FOLDER))) {
                ofOneOrganization(page.contents(), Instant.ofEpochMilli(time)).forEach(some);
              }
              return true;
            });
  }

  /// What a process that died has sent in parts is nowhere listed as content, and is paid for.
  private void abortBefore(Instant time) {
    try {
      client
          .listMultipartUploadsPaginator(list -> list.bucket(bucket.name()).prefix(FOLDER))
          .uploads()
          .stream()
          .filter(upload -> upload.initiated().isBefore(time))
          .toList()
          .forEach(upload -> abort(upload.key(), upload.uploadId()));
    } catch (S3Exception e) {
      LOG.warn("uploads in parts that broke off cannot be listed: {}", e.toString());
    }
  }

  private static List<List<Blob>> ofOneOrganization(List<S3Object> objects, Instant time) {
    Map<String, List<Blob>> byOrganization = new LinkedHashMap<>();
    for (S3Object object : objects) {
      if (object.lastModified().isBefore(time)) {
        blob(object.key())
            .ifPresent(
                blob ->
                    byOrganization
                        .computeIfAbsent(blob.organizationId(), _ -> new ArrayList<>())
                        .add(blob));
      }
    }
    return List.copyOf(byOrganization.values());
  }

  // Names

  private static String key(Blob blob) {
    return FOLDER
        + blob.organizationId()
        + "/"
        + blob.sha256().substring(0, 2)
        + "/"
        + blob.sha256();
  }

  /// Nothing if it is not one of ours.
  private static Optional<Blob> blob(String key) {
    String[] parts = key.split("/", -1);
    if (parts.length != 4 || !Blob.isDigest(parts[3])) {
      return Optional.empty();
    }
    Blob blob = new Blob(parts[1], parts[3]);
    return key(blob).equals(key) ? Optional.of(blob) : Optional.empty();
  }
}
