package latchkey;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import latchkey.cli.StartFailure;
import latchkey.files.Blobs;
import latchkey.files.DiskBlobs;
import latchkey.files.S3Blobs;
import latchkey.files.UnusableBucket;
import latchkey.settings.Setting;
import latchkey.settings.Settings;

/// Opens what the settings say is the place for the content of files: a folder beside the record,
/// or a bucket. Nothing of the bucket's library is loaded where there is none.
final class FileStorage {
  private static final List<Setting<? extends Optional<?>>> NEEDED =
      List.of(Setting.S3_ACCESS_KEY, Setting.S3_SECRET_KEY);

  private FileStorage() {}

  /// Refuses settings that say the half, or would send files over the network unencrypted.
  static void check(Settings settings) {
    if (settings.get(Setting.S3_BUCKET).isEmpty()) {
      for (Setting<? extends Optional<?>> setting :
          List.of(Setting.S3_ENDPOINT, Setting.S3_ACCESS_KEY, Setting.S3_SECRET_KEY)) {
        if (settings.get(setting).isPresent()) {
          throw new StartFailure(
              "%s says nothing without s3-bucket: name the bucket too, or leave both away"
                  .formatted(setting));
        }
      }
      return;
    }
    for (Setting<? extends Optional<?>> setting : NEEDED) {
      if (settings.get(setting).isEmpty()) {
        throw new StartFailure("s3-bucket needs %s: set it too".formatted(setting));
      }
    }
    settings
        .get(Setting.S3_ENDPOINT)
        .filter(at -> "http".equals(at.getScheme()) && !isLoopback(at))
        .filter(_ -> !settings.get(Setting.S3_INSECURE))
        .ifPresent(
            at -> {
              throw new StartFailure(
                  "s3-endpoint %s is not encrypted, and files would go over the network as they are: write https, or confirm with s3-insecure"
                      .formatted(at));
            });
  }

  private static boolean isLoopback(URI endpoint) {
    String host = endpoint.getHost();
    try {
      return host.equals("localhost")
          || (host.matches("[0-9.]+|\\[.*]") && InetAddress.getByName(host).isLoopbackAddress());
    } catch (UnknownHostException _) {
      return false;
    }
  }

  /// @param installation whose files they are
  static Blobs open(Settings settings, Path folder, String installation) throws IOException {
    Optional<String> bucket = settings.get(Setting.S3_BUCKET);
    return bucket.isEmpty()
        ? DiskBlobs.in(folder.resolve("blobs"))
        : bucket(settings, bucket.get(), installation);
  }

  private static Blobs bucket(Settings settings, String name, String installation) {
    try {
      return S3Blobs.open(
          new S3Blobs.Bucket(
              name,
              settings.get(Setting.S3_ENDPOINT),
              settings.get(Setting.S3_REGION),
              settings.get(Setting.S3_ACCESS_KEY).orElseThrow(),
              settings.get(Setting.S3_SECRET_KEY).orElseThrow(),
              installation));
    } catch (UnusableBucket e) {
      throw new StartFailure(String.valueOf(e.getMessage()), e);
    }
  }
}
