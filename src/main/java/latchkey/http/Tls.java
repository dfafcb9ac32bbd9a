package latchkey.http;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a server needs to speak TLS 1.2 and 1.3: its certificate and key, read anew when their
/// files change.
///
/// New connections get the new ones; those that are open go on as they are.
public final class Tls {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  private final Path certificateFile;
  private final Path keyFile;
  private volatile InUse inUse;

  // Only of `follow`, which one thread calls.
  private String digest;
  private String complaint = "";

  private record InUse(SslContext context, Instant expires) {}

  private Tls(Path certificateFile, Path keyFile) throws UnusableCertificate {
    this.certificateFile = certificateFile;
    this.keyFile = keyFile;
    Certificate certificate = Certificate.read(certificateFile, keyFile);
    this.inUse = inUse(certificate);
    this.digest = certificate.digest();
    warnIfExpired(certificate);
  }

  /// Reads both files, in PEM form; the certificate's own comes first in its file, then those that
  /// vouch for it.
  public static Tls of(Path certificate, Path key) throws UnusableCertificate {
    return new Tls(certificate, key);
  }

  /// Takes what the files hold now, if that is another certificate. One that cannot be used is
  /// complained of once, and the one before stays.
  public synchronized void follow() {
    try {
      Certificate certificate = Certificate.read(certificateFile, keyFile);
      if (!certificate.digest().equals(digest)) {
        inUse = inUse(certificate);
        digest = certificate.digest();
        LOG.info("a new certificate is in use, good until {}", certificate.expires());
        warnIfExpired(certificate);
      }
      complaint = "";
    } catch (UnusableCertificate e) {
      String message = String.valueOf(e.getMessage());
      if (!message.equals(complaint)) {
        complaint = message;
        LOG.warn("the certificate before stays in use, for {}", message);
      }
    }
  }

  /// Until when browsers take the certificate that is in use.
  Instant expires() {
    return inUse.expires;
  }

  /// What encrypts one connection. The arithmetic of a handshake runs on virtual threads, for it
  /// takes a millisecond.
  SslHandler handler(ByteBufAllocator buffers) {
    SslHandler handler = inUse.context.newHandler(buffers, Thread::startVirtualThread);
    handler.setHandshakeTimeoutMillis(0); // the loop's sweeps see to it
    return handler;
  }

  private static InUse inUse(Certificate certificate) throws UnusableCertificate {
    try {
      SslContext context =
          SslContextBuilder.forServer(
                  certificate.key(), certificate.chain().toArray(X509Certificate[]::new))
              .sslProvider(SslProvider.JDK)
              .protocols("TLSv1.3", "TLSv1.2")
              .ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
              .applicationProtocolConfig(
                  new ApplicationProtocolConfig(
                      Protocol.ALPN,
                      SelectorFailureBehavior.NO_ADVERTISE,
                      SelectedListenerFailureBehavior.ACCEPT,
                      ApplicationProtocolNames.HTTP_2,
                      ApplicationProtocolNames.HTTP_1_1))
              .build();
      return new InUse(context, certificate.expires());
    } catch (SSLException | IllegalArgumentException e) {
      throw new UnusableCertificate("the certificate cannot be used: " + e.getMessage(), e);
    }
  }

  private void warnIfExpired(Certificate certificate) {
    if (certificate.expires().isBefore(Instant.now())) {
      LOG.warn("the certificate in {} expired at {}", certificateFile, certificate.expires());
    }
  }
}
