"""Latchkey's `/auth` against any other verify server, with the same load in the same run."""

import argparse
import contextlib
import os
import pathlib
import signal
import subprocess
import sys
import urllib.parse

import racing
from racing import Contender, Latchkey


def peer_requests(options, file):
    """The peer's request, once for each line of --values in place of `{}`, or as it stands."""
    url = urllib.parse.urlsplit(options.url)
    path = (url.path or "/") + ("?" + url.query if url.query else "")
    headers = [tuple(part.strip() for part in line.split(":", 1)) for line in options.header]
    body = options.body.read_text() if options.body else ""
    values = options.values.read_text().splitlines() if options.values else [""]

    def filled(value):
        return racing.request_text(
            options.method, path.replace("{}", value),
            [(name, text.replace("{}", value)) for name, text in headers],
            body.replace("{}", value))

    return racing.write_requests(file, map(filled, values))


def run(options):
    load = os.getloadavg()[0]
    cores = racing.Cores()
    for pid in options.pid:
        subprocess.run(["taskset", "-apc", str(cores.server), str(pid)], check=True,
                       stdout=subprocess.DEVNULL)
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(racing.run_folder(options.out))
        latchkey = stack.enter_context(Latchkey(options, cores, folder))
        url = urllib.parse.urlsplit(options.url)
        peer = Contender(options.name, f"{url.scheme}://{url.netloc}",
                         peer_requests(options, folder / "peer"), lambda: options.pid)
        ours = Contender("latchkey", f"http://127.0.0.1:{latchkey.port}",
                         latchkey.auth_requests(folder / "auth"), latchkey.pids)
        racing.race("peer", [peer, ours], cores, options.rounds, options.seconds)
        lines = racing.rows(f"`{options.method} {url.path or '/'}`", peer, ours, {})
        text = "\n".join([
            racing.circumstances(options.root, load), "",
            racing.table(["race", "measure", options.name, "Latchkey", "ratio", ""], lines)])
    racing.record(text, "peer", options.out, options.record)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/peer")
    racing.common_arguments(parser)
    parser.add_argument("--url", required=True, help="of the running peer, on this machine")
    parser.add_argument("--name", default="peer")
    parser.add_argument("--method", default="GET")
    parser.add_argument("--header", action="append", default=[], metavar="'Name: value'")
    parser.add_argument("--body", type=pathlib.Path, help="file with the body")
    parser.add_argument("--values", type=pathlib.Path,
                        help="file whose lines, in turn, replace {} in path, headers and body")
    parser.add_argument("--pid", type=int, action="append", default=[],
                        help="of the peer: is pinned to the servers' core, and its CPU time counted")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    run(options)


if __name__ == "__main__":
    main()
