package latchkey.http;

/// A client's connection, of whichever protocol, as its [Loop] sees it.
interface Watched {
  /// Remembers where it stands in the loop's list.
  void place(int place);

  /// Closes it if its time is up.
  void checkTime(long now);

  /// Ends it as soon as nothing is left to answer.
  void stop();

  void closeNow();
}
