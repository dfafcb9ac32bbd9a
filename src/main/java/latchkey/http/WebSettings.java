package latchkey.http;

import java.time.Duration;
import java.util.Optional;

/// Where a server listens and what it bears from its clients.
///
/// @param tls how connections are encrypted, if they are
/// @param httpsOnly for how long browsers are told to come by https only
/// @param headTimeout how long a head may take, from its first byte (from the accept for the
/// first one)
/// @param bodyTimeout how long a body may rest, and how long before it must have come at
/// [#MIN_BODY_RATE] at least
/// @param idleTimeout how long a connection may rest between requests, or with an answer that is
/// not taken
public record WebSettings(
    String host,
    int port,
    Optional<Tls> tls,
    Optional<Duration> httpsOnly,
    int maxHeadBytes,
    int maxHeaders,
    int maxBodyBytes,
    int maxConnections,
    Duration headTimeout,
    Duration bodyTimeout,
    Duration idleTimeout) {

  /// Bytes per second below which a body is thought to come only to hold the connection.
  public static final int MIN_BODY_RATE = 1024;

  public WebSettings {
    if (host.isBlank()) {
      throw new IllegalArgumentException("The host to listen on is empty.");
    }
    between("The port", port, 0, 65_535);
    between("The most bytes of a head", maxHeadBytes, 256, 1 << 20);
    between("The most headers", maxHeaders, 1, 10_000);
    between("The most bytes of a body", maxBodyBytes, 0, 1 << 30);
    between("The most connections", maxConnections, 1, Integer.MAX_VALUE);
    positive("The head time-out", headTimeout);
    positive("The body time-out", bodyTimeout);
    positive("The idle time-out", idleTimeout);
  }

  public static WebSettings at(String host, int port) {
    return new WebSettings(
        host,
        port,
        Optional.empty(),
        Optional.empty(),
        32 * 1024,
        100,
        1 << 20,
        10_000,
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(75));
  }

  /// Encrypted, and with that demand.
  public WebSettings withTls(Optional<Tls> tls, Optional<Duration> httpsOnly) {
    return new WebSettings(
        host,
        port,
        tls,
        httpsOnly,
        maxHeadBytes,
        maxHeaders,
        maxBodyBytes,
        maxConnections,
        headTimeout,
        bodyTimeout,
        idleTimeout);
  }

  public WebSettings withTimeouts(Duration head, Duration body, Duration idle) {
    return new WebSettings(
        host,
        port,
        tls,
        httpsOnly,
        maxHeadBytes,
        maxHeaders,
        maxBodyBytes,
        maxConnections,
        head,
        body,
        idle);
  }

  public WebSettings withMaxHeadBytes(int bytes) {
    return new WebSettings(
        host,
        port,
        tls,
        httpsOnly,
        bytes,
        maxHeaders,
        maxBodyBytes,
        maxConnections,
        headTimeout,
        bodyTimeout,
        idleTimeout);
  }

  public WebSettings withMaxConnections(int connections) {
    return new WebSettings(
        host,
        port,
        tls,
        httpsOnly,
        maxHeadBytes,
        maxHeaders,
        maxBodyBytes,
        connections,
        headTimeout,
        bodyTimeout,
        idleTimeout);
  }

  public WebSettings withMaxBodyBytes(int bytes) {
    return new WebSettings(
        host,
        port,
        tls,
        httpsOnly,
        maxHeadBytes,
        maxHeaders,
        bytes,
        maxConnections,
        headTimeout,
        bodyTimeout,
        idleTimeout);
  }

  private static void between(String what, int value, int least, int most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          what + " must be between " + least + " and " + most + ", not " + value + ".");
    }
  }

  private static void positive(String what, Duration value) {
    if (value.isZero() || value.isNegative() || value.toDays() > 365) {
      throw new IllegalArgumentException(what + " must be more than nothing and at most a year.");
    }
  }
}
