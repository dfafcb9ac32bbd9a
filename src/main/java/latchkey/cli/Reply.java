package latchkey.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/// What the server answered to a request that it did not refuse.
///
/// @param json nothing ([JsonNode#isMissingNode]) where the answer had no body
record Reply(JsonNode json, Optional<String> etag) {}
