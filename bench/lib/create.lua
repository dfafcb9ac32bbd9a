-- Creates contacts that nobody made before: `create.lua URL -- KEY SECRET AGENT TAG`.
dofile(debug.getinfo(1, "S").source:match("@(.*/)") .. "report.lua")

local key, secret, path, tag, at = "", "", "", "", 0
local thread_count = 0

function setup(thread)
  thread_count = thread_count + 1
  thread:set("number", thread_count)
end

function init(args)
  key, secret = args[1], args[2]
  path = "/v1/open/contacts/chatbots/" .. args[3]
  tag = args[4]
end

function request()
  at = at + 1
  local name = tag .. "-" .. number .. "-" .. at
  local body = string.format(
    '{"externalReferenceId":"%s","name":"New Person %d","email":"%s@example.org","status":"Active","stage":"Lead"}',
    name, at, name)
  return wrk.format("POST", path, {
    ["Content-Type"] = "application/json", ["X-API-Key"] = key, ["X-API-Secret"] = secret}, body)
end
