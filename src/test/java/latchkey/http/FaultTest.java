package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

final class FaultTest {
  @Test
  void aClientCannotFillTheLogWithErrors() {
    assertThat(Fault.isOurs(new IOException("Connection reset by peer"))).isFalse();
    assertThat(Fault.isOurs(new DecoderException(new SSLHandshakeException("renegotiation"))))
        .isFalse();
    assertThat(Fault.isOurs(new IllegalStateException("a bug"))).isTrue();
  }
}
