package latchkey.http;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.util.concurrent.TimeUnit;

/// The threads that wait for sockets and run handlers; all servers of a process share them.
public final class EventLoops implements AutoCloseable {
  private final EventLoopGroup group;

  private EventLoops(EventLoopGroup group) {
    this.group = group;
  }

  public static EventLoops start(int count) {
    if (count < 1) {
      throw new IllegalArgumentException(
          "There must be at least one event loop, not " + count + ".");
    }
    setUnlessGiven("io.netty.leakDetection.level", "disabled");
    setUnlessGiven("jdk.tls.rejectClientInitiatedRenegotiation", "true");
    setUnlessGiven("io.netty.jfr.enabled", "false"); // its events cost the start a hundred classes
    IoHandlerFactory io =
        Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    return new EventLoops(
        new MultiThreadIoEventLoopGroup(count, new DefaultThreadFactory("loop"), io));
  }

  /// One core is left to SQL, to the collector and to the kernel: with a loop on every core,
  /// loops and those take turns on it in slices of milliseconds, which costs a tenth of the
  /// throughput and all of the p99.
  public static int defaultCount() {
    return Math.max(1, Runtime.getRuntime().availableProcessors() - 1);
  }

  /// Netty and the JDK read these when their classes are first used, which is after this.
  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  EventLoopGroup group() {
    return group;
  }

  Class<? extends ServerChannel> serverChannel() {
    return Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  @Override
  public void close() {
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
