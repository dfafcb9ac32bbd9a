package latchkey.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.InputStream;
import org.junit.jupiter.api.Test;

/// What a worker is told of a body that breaks.
class BodyPipeTest {
  private final BodyPipe pipe = new BodyPipe(_ -> {});
  private final InputStream in = pipe.input();

  @Test
  void whoReadsOnAfterABodyWasWrongIsToldAnewSoThatItCanBeClosedWithCare() {
    pipe.fail(Problem.of(400, "bad_request", "wrong").with("fields", "none"));
    Problem first = (Problem) catchThrowable(in::read);
    Problem second = (Problem) catchThrowable(in::read);
    assertThat(second).isNotSameAs(first).hasMessage(first.getMessage());
    assertThat(second.members()).isEqualTo(first.members());
    first.addSuppressed(second);
  }

  @Test
  void whoReadsOnAfterTheClientHasGoneIsToldAnew() {
    pipe.abort();
    Throwable first = catchThrowable(in::read);
    assertThat(first).isInstanceOf(ClientGone.class);
    first.addSuppressed(catchThrowable(in::read));
    assertThat(first).hasSuppressedException(first.getSuppressed()[0]);
  }
}
