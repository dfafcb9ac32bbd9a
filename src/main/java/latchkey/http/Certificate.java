package latchkey.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// A server's certificate with those that vouch for it, and the key that belongs to it.
///
/// @param digest of what the two files held
record Certificate(List<X509Certificate> chain, PrivateKey key, String digest) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]*)-----END PRIVATE KEY-----");
  private static final Pattern OTHER_KEY =
      Pattern.compile("-----BEGIN (RSA|EC|DSA|ENCRYPTED) PRIVATE KEY-----");
  private static final int LARGEST_FILE = 1 << 20;

  Certificate {
    chain = List.copyOf(chain);
  }

  /// Reads both from PEM files, and has the key prove that it is the certificate's.
  static Certificate read(Path certificate, Path key) throws UnusableCertificate {
    byte[] chainFile = content("certificate", certificate);
    byte[] keyFile = content("key", key);
    List<X509Certificate> chain = chain(certificate, chainFile);
    PrivateKey privateKey = key(key, keyFile, chain.getFirst().getPublicKey());
    if (!belong(privateKey, chain.getFirst().getPublicKey())) {
      throw new UnusableCertificate(
          "the key in %s is not that of the first certificate in %s, which must be the server's own"
              .formatted(key, certificate));
    }
    return new Certificate(chain, privateKey, digest(chainFile, keyFile));
  }

  /// Until when browsers take it.
  Instant expires() {
    return chain.getFirst().getNotAfter().toInstant();
  }

  private static byte[] content(String what, Path file) throws UnusableCertificate {
    try {
      if (Files.size(file) > LARGEST_FILE) {
        throw new UnusableCertificate("the %s file %s is too large".formatted(what, file));
      }
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      throw new UnusableCertificate("there is no %s file %s".formatted(what, file), e);
    } catch (IOException e) {
      throw new UnusableCertificate(
          "the %s file %s cannot be read: %s".formatted(what, file, e), e);
    }
  }

  private static List<X509Certificate> chain(Path file, byte[] content) throws UnusableCertificate {
    List<X509Certificate> chain = new ArrayList<>();
    try {
      var factory = CertificateFactory.getInstance("X.509");
      for (var one : factory.generateCertificates(new ByteArrayInputStream(content))) {
        chain.add((X509Certificate) one);
      }
    } catch (CertificateException e) {
      throw noCertificate(file, e);
    }
    if (chain.isEmpty()) {
      throw noCertificate(file, null);
    }
    return chain;
  }

  private static UnusableCertificate noCertificate(
      Path file, @Nullable CertificateException cause) {
    String message =
        "%s holds no certificate in PEM form: -----BEGIN CERTIFICATE-----".formatted(file);
    return cause == null
        ? new UnusableCertificate(message)
        : new UnusableCertificate(message, cause);
  }

  private static PrivateKey key(Path file, byte[] content, PublicKey publicKey)
      throws UnusableCertificate {
    String text = new String(content, StandardCharsets.ISO_8859_1);
    Matcher key = KEY.matcher(text);
    if (!key.find()) {
      throw OTHER_KEY.matcher(text).find()
          ? new UnusableCertificate(
              "the key in %s is encrypted or of an older form; write it anew:".formatted(file)
                  + " openssl pkcs8 -topk8 -nodes -in %s -out new.pem".formatted(file))
          : new UnusableCertificate(
              "%s holds no key in PEM form: -----BEGIN PRIVATE KEY-----".formatted(file));
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(key.group(1));
      return KeyFactory.getInstance(publicKey.getAlgorithm())
          .generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new UnusableCertificate(
          "the key in %s is damaged, or not of the certificate's kind, which is %s"
              .formatted(file, publicKey.getAlgorithm()),
          e);
    }
  }

  private static boolean belong(PrivateKey key, PublicKey publicKey) throws UnusableCertificate {
    byte[] text = "one pair".getBytes(StandardCharsets.US_ASCII);
    try {
      Signature signature = Signature.getInstance(algorithm(publicKey));
      signature.initSign(key);
      signature.update(text);
      byte[] signed = signature.sign();
      signature.initVerify(publicKey);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      throw new UnusableCertificate(
          "keys of the kind %s cannot be used".formatted(publicKey.getAlgorithm()), e);
    }
  }

  private static String algorithm(PublicKey key) {
    return switch (key.getAlgorithm()) {
      case "RSA" -> "SHA256withRSA";
      case "EC" -> "SHA256withECDSA";
      default -> key.getAlgorithm();
    };
  }

  private static String digest(byte[] chain, byte[] key) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(chain);
      return HexFormat.of().formatHex(digest.digest(key));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /// The key is nobody's business.
  @Override
  public String toString() {
    return "Certificate[" + chain.getFirst().getSubjectX500Principal() + "]";
  }
}
