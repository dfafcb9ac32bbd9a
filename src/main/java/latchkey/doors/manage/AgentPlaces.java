package latchkey.doors.manage;

import java.util.Optional;
import latchkey.agents.Agents;
import latchkey.crm.Place;

/// Where an operation below `/api/v1/agents/{agentId}` works: in the caller's organization, at an
/// agent that it has. A key of one agent finds no other.
public final class AgentPlaces {
  private final Agents agents;

  public AgentPlaces(Agents agents) {
    this.agents = agents;
  }

  Place of(Call call) {
    String agent = call.path("agentId");
    boolean within = bound(call).filter(own -> !own.equals(agent)).isEmpty();
    if (!within || agents.find(call.organization(), agent).isEmpty()) {
      throw Faults.absent("agent");
    }
    return new Place(call.organization(), agent);
  }

  private static Optional<String> bound(Call call) {
    return switch (call.caller()) {
      case Caller.Manager(var key) -> key.key().agentId();
      case Caller.Anonymous _, Caller.Person _, Caller.Member _, Caller.Operator _ ->
          Optional.empty();
    };
  }
}
