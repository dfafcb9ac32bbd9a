package latchkey.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// A server that listens on one address: one acceptor, and connections spread over all event
/// loops.
public final class WebServer {
  private static final int BACKLOG = 1024;

  private final WebSettings settings;
  private final Traffic traffic = new Traffic();
  private final Connections connections;
  private final Map<EventLoop, Loop> loops = new HashMap<>();
  private final Channel listener;

  private WebServer(
      EventLoops eventLoops, WebSettings settings, Function<Executor, Routes> routesOfLoop)
      throws CannotListen {
    this.settings = settings;
    this.connections = new Connections(settings.maxConnections());
    for (EventExecutor executor : eventLoops.group()) {
      var eventLoop = (EventLoop) executor;
      loops.put(eventLoop, new Loop(eventLoop, settings, routesOfLoop.apply(eventLoop), traffic));
    }
    listener = listen(eventLoops);
    loops.values().forEach(Loop::startSweeping);
  }

  /// Starts a server and returns when it listens.
  ///
  /// The routes are made once for each event loop, so what their endpoints hold belongs to one
  /// thread and needs no lock.
  public static WebServer start(
      EventLoops eventLoops, WebSettings settings, Function<Executor, Routes> routesOfLoop)
      throws CannotListen {
    return new WebServer(eventLoops, settings, routesOfLoop);
  }

  /// Refuses an address that cannot be listened on, before anything else of a start is done.
  public static void check(WebSettings settings) throws CannotListen {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(settings.host(), settings.port()));
    } catch (IOException e) {
      throw cannotListen(settings, e);
    }
  }

  /// Whether it speaks TLS.
  public boolean encrypts() {
    return settings.tls().isPresent();
  }

  /// Until when browsers take its certificate, if it has one.
  public Optional<Instant> certificateExpires() {
    return settings.tls().map(Tls::expires);
  }

  /// The port that it listens on, which the system chose if the settings say 0.
  public int port() {
    return ((InetSocketAddress) listener.localAddress()).getPort();
  }

  public Traffic traffic() {
    return traffic;
  }

  public int openConnections() {
    return connections.open();
  }

  Connections connections() {
    return connections;
  }

  /// Stops listening, lets requests in flight finish within the time given, and closes what is
  /// left.
  public void stop(Duration grace) {
    listener.close().awaitUninterruptibly();
    loops.values().forEach(loop -> loop.eventLoop.execute(loop::stop));
    if (!connections.awaitNone(grace)) {
      loops.values().forEach(loop -> loop.eventLoop.execute(loop::closeAll));
      connections.awaitNone(Duration.ofSeconds(1));
    }
    loops.values().forEach(Loop::stopSweeping);
  }

  private Channel listen(EventLoops eventLoops) throws CannotListen {
    var initializer =
        new ChannelInitializer<Channel>() {
          @Override
          protected void initChannel(Channel channel) {
            accept(channel);
          }
        };
    ChannelFuture bound =
        new ServerBootstrap()
            .group(eventLoops.group())
            .channel(eventLoops.serverChannel())
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(initializer)
            .bind(settings.host(), settings.port())
            .awaitUninterruptibly();
    Throwable cause = bound.cause();
    if (cause != null) {
      throw cannotListen(settings, cause);
    }
    return bound.channel();
  }

  private static CannotListen cannotListen(WebSettings settings, Throwable cause) {
    return new CannotListen(
        "Cannot listen on " + settings.host() + ":" + settings.port() + ": " + reason(cause),
        cause);
  }

  private static String reason(Throwable cause) {
    String message = String.valueOf(cause.getMessage());
    if (message.contains("Address already in use")) {
      return "the port is in use by another program.";
    }
    if (message.contains("Permission denied")) {
      return "not permitted; ports below 1024 are for privileged programs.";
    }
    if (message.contains("Cannot assign requested address")) {
      return "this machine has no such address.";
    }
    return message + ".";
  }

  private void accept(Channel channel) {
    Loop loop = loops.get(channel.eventLoop());
    if (loop == null || !connections.enter()) {
      traffic.connectionRefused();
      var unused = channel.close();
      return;
    }
    channel.closeFuture().addListener(closed -> connections.leave());
    if (settings.tls().isPresent()) {
      SslHandler tls = settings.tls().get().handler(channel.alloc());
      channel.pipeline().addLast(new FirstByte(), tls, new Handshake(loop, channel, tls));
    } else {
      channel.pipeline().addLast(new Connection(loop, channel, null));
    }
  }
}
