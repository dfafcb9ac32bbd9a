package latchkey.http;

/// A header's value that is written straight into the answer, for what is different each time.
@FunctionalInterface
public interface HeaderValue {
  void write(HeadWriter head);
}
