package latchkey.usage;

import java.util.Optional;

/// When, from where and with which of its secrets a key was last used.
public record LastUse(int slot, long at, Optional<String> address) {}
