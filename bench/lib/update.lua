-- Gives contacts names that they did not have before: `update.lua URL -- KEY SECRET AGENT TAG CONTACTS`.
dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "report.lua")

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
