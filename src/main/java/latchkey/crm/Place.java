package latchkey.crm;

/// Where contacts live: in one agent of one organization. Two places never see each other.
public record Place(String organizationId, String agentId) {}
