package latchkey.usage;

/// How often a key asked for an action with one outcome, and what that cost, over some time.
public record UsageTotal(String action, String outcome, int slot, long count, long cost) {}
