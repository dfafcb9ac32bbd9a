"""Latchkey's verify door against nginx: `/auth`, `POST /v1/keys/verify`, and `auth_request`."""

import argparse
import contextlib
import http.client
import os
import signal
import sys
import time

import racing
from racing import Contender, Latchkey, Process

COLD_KEYS = 2_000
TARGETS_AUTH = {"rps": 0.85, "cpu": 1.5, "p99": 2.0}
TARGETS_VERIFY = {"rps": 0.6}

# What nginx adds by itself, or what belongs to the connection
OF_THE_SERVER = {"date", "content-length", "content-type", "connection", "server", "keep-alive"}

NGINX = """
daemon off;
worker_processes 1;
pid {folder}/nginx.pid;
error_log {folder}/error.log warn;
events {{ worker_connections 1024; }}
http {{
  access_log off;
  keepalive_requests 1000000000;
  keepalive_timeout 75s;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  {http}
}}
"""

ANSWERING = """
  server {{
    listen 127.0.0.1:{port};
    location = /auth {{
      {auth_headers}
      return 200 {auth_body};
    }}
    location = /v1/keys/verify {{
      {verify_headers}
      default_type application/json;
      return 200 {verify_body};
    }}
  }}
"""

GUARDING = """
  upstream latchkey {{ server 127.0.0.1:{latchkey}; keepalive 64; keepalive_requests 1000000000; }}
  upstream plain {{ server 127.0.0.1:{plain}; keepalive 64; keepalive_requests 1000000000; }}
  proxy_http_version 1.1;
  proxy_set_header Connection "";
  proxy_set_header Content-Length "";
  proxy_pass_request_body off;
  server {{
    listen 127.0.0.1:{port};
    location = /by-latchkey {{ auth_request /ask-latchkey; empty_gif; }}
    location = /by-nginx {{ auth_request /ask-nginx; empty_gif; }}
    location = /ask-latchkey {{ internal; proxy_pass http://latchkey{path}; }}
    location = /ask-nginx {{ internal; proxy_pass http://plain{path}; }}
  }}
"""


def quoted(text):
    if "$" in text:
        racing.fail(f"nginx would read a variable in {text}")
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def headers_of(answer):
    return "\n".join(f"add_header {name} {quoted(value)};" for name, value in answer.headers
                     if name.lower() not in OF_THE_SERVER)


def nginx(name, http, cores, folder):
    own = folder / name
    own.mkdir()
    config = own / "nginx.conf"
    config.write_text(NGINX.format(folder=own, http=http))
    return Process(name, cores.pinned(
        cores.server, "nginx", "-p", own, "-c", config, "-e", own / "error.log"), folder)


def plain_nginx(latchkey, cores, folder):
    """Says what Latchkey says, without asking anybody."""
    pair = latchkey.used[0]
    auth = racing.fetch(latchkey.port, "GET", latchkey.auth_path, racing.pair_headers(pair))
    headers, body = latchkey.verify_request(pair)
    verify = racing.fetch(latchkey.port, "POST", latchkey.verify_path,
                          [*headers, ("Content-Type", "application/json")], body)
    if verify.status != 200 or b'"valid":true' not in verify.body.replace(b" ", b""):
        racing.fail(f"the verify door does not admit the benchmark's key: {verify}")
    port = racing.free_port()
    server = nginx("nginx", ANSWERING.format(
        port=port,
        auth_headers=headers_of(auth), auth_body=quoted(auth.body.decode()),
        verify_headers=headers_of(verify), verify_body=quoted(verify.body.decode())), cores, folder)
    server.port = port
    server.await_answer(port, latchkey.auth_path, [])
    same = racing.fetch(port, "GET", latchkey.auth_path, [])
    missing = {n.lower() for n, _ in auth.headers} - {n.lower() for n, _ in same.headers}
    print(f"both answer /auth with: {', '.join(sorted({n for n, _ in auth.headers}))}"
          + (f"; nginx lacks {missing}" if missing else ""), file=sys.stderr)
    return server


def guarding_nginx(latchkey, plain, cores, folder):
    port = racing.free_port()
    server = nginx("guard", GUARDING.format(
        port=port, latchkey=latchkey.port, plain=plain.port, path=latchkey.auth_path), cores, folder)
    server.port = port
    server.await_answer(port, "/by-nginx", [])
    return server


def first_uses(latchkey):
    """Keys that nobody has shown since the start, one after the other; milliseconds, sorted."""
    connection = http.client.HTTPConnection("127.0.0.1", latchkey.port, timeout=5)
    took = []
    for pair in latchkey.cold[:COLD_KEYS]:
        headers = dict(racing.pair_headers(pair))
        begin = time.perf_counter()
        connection.request("GET", latchkey.auth_path, None, headers)
        response = connection.getresponse()
        response.read()
        took.append((time.perf_counter() - begin) * 1e3)
        if response.status != 200:
            racing.fail(f"a cold key was answered {response.status}")
    connection.close()
    return sorted(took)


def run(options):
    load = os.getloadavg()[0]
    cores = racing.Cores()
    lines = []
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(racing.run_folder(options.out))
        latchkey = stack.enter_context(Latchkey(options, cores, folder))
        start, idle = latchkey.cold_start, latchkey.resident_mb()
        plain = stack.enter_context(plain_nginx(latchkey, cores, folder))
        guard = stack.enter_context(guarding_nginx(latchkey, plain, cores, folder))

        requests = latchkey.auth_requests(folder / "auth")
        base = Contender("nginx", f"http://127.0.0.1:{plain.port}", requests, plain.pids)
        ours = Contender("latchkey", f"http://127.0.0.1:{latchkey.port}", requests, latchkey.pids)
        racing.race("/auth", [base, ours], cores, options.rounds, options.seconds)
        lines += racing.rows("`GET /auth`", base, ours, TARGETS_AUTH)
        cold = first_uses(latchkey)

        requests = latchkey.verify_requests(folder / "verify")
        base = Contender("nginx", f"http://127.0.0.1:{plain.port}", requests, plain.pids)
        ours = Contender("latchkey", f"http://127.0.0.1:{latchkey.port}", requests, latchkey.pids)
        racing.race("verify", [base, ours], cores, options.rounds, options.seconds)
        lines += racing.rows("`POST /v1/keys/verify`", base, ours, TARGETS_VERIFY)

        base = Contender("nginx → nginx", f"http://127.0.0.1:{guard.port}",
                         latchkey.auth_requests(folder / "by-nginx", "/by-nginx"),
                         lambda: guard.pids() + plain.pids())
        ours = Contender("nginx → latchkey", f"http://127.0.0.1:{guard.port}",
                         latchkey.auth_requests(folder / "by-latchkey", "/by-latchkey"),
                         lambda: guard.pids() + latchkey.pids())
        racing.race("auth_request", [base, ours], cores, options.rounds, options.seconds)
        lines += racing.rows("nginx `auth_request`", base, ours, {})
        loaded = latchkey.resident_mb()

    count = options.keys.name.split("-")[1]
    text = "\n".join([
        racing.circumstances(options.root, load),
        "",
        f"{int(count):,} keys in SQLite, {len(latchkey.used):,} of them in use; wrk with "
        f"{racing.CONNECTIONS} connections on one core, the servers on another; medians of "
        f"{options.rounds} interleaved rounds of {options.seconds} s.",
        "",
        racing.table(["race", "measure", "nginx", "Latchkey", "ratio", "target"], lines),
        "",
        racing.table(["Latchkey alone", "", "target"], [
            ["start to first answered request (page cache warm)", f"{start:.2f} s", judged(start, 3, "s")],
            ["resident after the start", f"{idle:.0f} MB", judged(idle, 600, "MB")],
            ["resident after the load", f"{loaded:.0f} MB", judged(loaded, 600, "MB")],
            [f"first use of a key, p50 of {len(cold):,}", f"{percentile(cold, 50):.2f} ms", ""],
            ["first use of a key, p99", f"{percentile(cold, 99):.2f} ms",
             judged(percentile(cold, 99), 3, "ms")],
        ]),
    ])
    racing.record(text, "verify-door", options.out, options.record)


def judged(value, most, unit):
    return f"≤ {most} {unit} {'met' if value <= most else '**missed**'}"


def percentile(ordered, percent):
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/verify-door")
    racing.common_arguments(parser)
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    run(options)


if __name__ == "__main__":
    main()
