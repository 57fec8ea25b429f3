-- Sends the lines of a file (token, tab, body) in turn; each thread takes every n-th line, so that none is sent twice.
local threads = {}

function setup(thread)
  table.insert(threads, thread)
  thread:set("index", #threads)
end

function init(arguments)
  wrk.method = "POST"
  bodies, tokens, at = {}, {}, 0
  local number = 0
  for line in io.lines(arguments[1]) do
    number = number + 1
    if number % 2 == index % 2 then
      local token, body = line:match("^([^\t]*)\t(.*)$")
      table.insert(bodies, body)
      table.insert(tokens, token)
    end
  end
end

function request()
  at = at % #bodies + 1
  local headers = { ["Content-Type"] = "application/json" }
  if tokens[at] ~= "" then headers["Authorization"] = "Bearer " .. tokens[at] end
  return wrk.format(nil, nil, headers, bodies[at])
end

function done(summary, latency)
  local errors = summary.errors
  print(string.format(
    '{"rate": %.1f, "p50": %.3f, "p99": %.3f, "requests": %d, "failed": %d}',
    summary.requests / summary.duration * 1e6, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    summary.requests, errors.status + errors.connect + errors.read + errors.write + errors.timeout))
end
