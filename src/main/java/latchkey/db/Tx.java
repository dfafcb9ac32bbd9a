package latchkey.db;

import org.jdbi.v3.core.Handle;

/// One transaction: its connection, and the one time that all its rows share.
public record Tx(Handle handle, long now) {}
