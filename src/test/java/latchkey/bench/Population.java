package latchkey.bench;

/// How many keys are in memory, and how many of them are used.
public enum Population {
  THOUSAND(1_000, 1_000),
  THOUSAND_OF_A_MILLION(1_000_000, 1_000),
  MILLION(1_000_000, 1_000_000);

  final int inMemory;
  final int used;

  Population(int inMemory, int used) {
    this.inMemory = inMemory;
    this.used = used;
  }
}
