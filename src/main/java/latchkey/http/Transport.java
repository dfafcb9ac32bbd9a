package latchkey.http;

import java.net.InetAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What an exchange came on and is answered on. All of it runs on its event loop.
interface Transport {
  Loop loop();

  InetAddress peer();

  /// Calls back once with the whole body; throws the 413 if it is known to be longer. Nothing
  /// happens if the client has gone, or has its answer.
  void takeBody(Exchange exchange, int maxBytes, Consumer<byte[]> taker);

  /// Lets a worker read the body through the pipe as it comes; throws the 413 if it is known to be
  /// longer. False if the client has gone, or has its answer.
  boolean streamBody(Exchange exchange, long maxBytes, BodyPipe pipe);

  /// Tells that a worker has read from the pipe.
  void bodyRead(BodyPipe pipe);

  /// Writes the head of an answer whose body comes in pieces, of that length in all or, below 0, of
  /// one that is not known. False if the client has gone.
  boolean beginAnswer(
      Exchange exchange, int status, @Nullable HeaderLine type, long length, AnswerStream stream);

  /// Writes a piece of that answer's body, and tells the stream when it has been sent.
  void sendPiece(Exchange exchange, AnswerStream stream, byte[] bytes, int count, boolean last);

  /// Ends the answer in the middle, so that the client can't take it for whole.
  void cut(Exchange exchange);

  /// Writes the answer; nothing happens if the client has gone.
  void answer(Exchange exchange, int status, @Nullable HeaderLine type, byte[] payload);
}
