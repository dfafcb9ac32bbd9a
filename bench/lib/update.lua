-- Gives contacts names that they did not have before: `update.lua URL -- KEY SECRET AGENT TAG CONTACTS`.
local headers, agent, tag, contacts, at = {}, "", "", 1, 0

function init(args)
  headers = {["Content-Type"] = "application/json", ["X-API-Key"] = args[1], ["X-API-Secret"] = args[2]}
  agent, tag, contacts = args[3], args[4], tonumber(args[5])
end

function request()
  at = at + 1
  local path = string.format("/v1/open/contacts/ref-%d/chatbots/%s", at * 7919 % contacts, agent)
  return wrk.format("PUT", path, headers, string.format('{"name":"Changed %s %d"}', tag, at))
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format(
    '{"requests":%d,"micros":%d,"p50":%d,"p99":%d,"refused":%d,"broken":%d}\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(99),
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
