package latchkey.http;

import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.CertificateBuilder.Algorithm;
import io.netty.pkitesting.X509Bundle;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import latchkey.Scratch;

/// A certificate for this machine that nobody vouches for, in two files of a folder, and clients
/// that trust it.
public final class TestCertificate {
  private final X509Bundle bundle;
  private final Path certificate;
  private final Path key;

  private TestCertificate(X509Bundle bundle, Path folder) {
    this.bundle = bundle;
    this.certificate = folder.resolve("certificate.pem");
    this.key = folder.resolve("key.pem");
  }

  public static TestCertificate make() {
    return make(Scratch.folder("tls"), Algorithm.ecp256, tomorrow());
  }

  /// In place of what the folder held.
  static TestCertificate make(Path folder, Algorithm algorithm, Instant expires) {
    try {
      X509Bundle bundle =
          new CertificateBuilder()
              .algorithm(algorithm)
              .subject("CN=localhost")
              .addSanDnsName("localhost")
              .addSanIpAddress("127.0.0.1")
              .notBefore(expires.minus(300, ChronoUnit.DAYS))
              .notAfter(expires)
              .setIsCertificateAuthority(true)
              .buildSelfSigned();
      var made = new TestCertificate(bundle, folder);
      Files.writeString(made.certificate, bundle.getCertificatePathPEM());
      Files.writeString(made.key, bundle.getPrivateKeyPEM());
      return made;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  static Instant tomorrow() {
    return Instant.now().plus(1, ChronoUnit.DAYS);
  }

  public Path certificate() {
    return certificate;
  }

  public Path key() {
    return key;
  }

  Tls tls() {
    try {
      return Tls.of(certificate, key);
    } catch (UnusableCertificate e) {
      throw new IllegalStateException(e);
    }
  }

  SSLContext trusted() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {bundle.toTrustManager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpClient client(HttpClient.Version version) {
    return HttpClient.newBuilder().version(version).sslContext(trusted()).build();
  }
}
