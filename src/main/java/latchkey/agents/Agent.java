package latchkey.agents;

/// One agent of an organization.
public record Agent(String id, String organizationId, String name) {}
