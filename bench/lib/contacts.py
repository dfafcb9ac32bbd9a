"""The open door's contacts against the same written plainly with Spring Boot and JDBC."""

import argparse
import contextlib
import http.client
import itertools
import json
import os
import pathlib
import random
import signal
import statistics
import subprocess
import sys
import time

import opendoor
import racing
from racing import Contender, Process

READ_REFERENCES = 10_000
PAGES = 400
PAGES_COMPARED = 40
LISTS = 400
SEARCHES = ["Person 12", "son 4711", "rson99", "99@example", "+49301234", "erso", "zqx", "8 1z"]
START_SECONDS = 90


class Writing(Contender):
    """Creates or changes, so each request must be new: a script makes them."""

    def __init__(self, script, server, key, *more):
        super().__init__(server.name, f"http://127.0.0.1:{server.port}", None, server.pids)
        self.script, self.key, self.more = script, key, more
        self.runs = itertools.count()

    def command(self, cores, seconds):
        tag = f"{self.name[:1]}{os.getpid()}-{next(self.runs)}"
        return cores.pinned(cores.load, "wrk", "-t1", f"-c{racing.CONNECTIONS}", f"-d{seconds}s",
                            "--timeout", racing.TIMEOUT, "--latency", "-s",
                            racing.HERE / self.script, self.url, "--",
                            *self.key.pair, self.key.agent, tag, *map(str, self.more))


# The two servers, over either engine

class Sqlite:
    name = "SQLite, each commit durable"

    def __init__(self, options):
        self.template = options.data / "peer.db"

    def ours(self):
        return []

    def copy(self, folder):
        opendoor.copy(self.template, folder / "peer.db")

    def peer(self, file):
        return ["--spring.datasource.url=jdbc:sqlite:" + str(file)
                + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&transaction_mode=IMMEDIATE"]

    def peer_in(self, folder):
        return self.peer(folder / "peer.db")

    def start(self, options, cores, folder):
        self.copy(folder)
        return contextlib.nullcontext()


class Postgres:
    name = "PostgreSQL 14 (as it comes, 256 MB of shared buffers, on the servers' core)"

    def __init__(self, options):
        self.port = racing.free_port()
        self.template = options.data / "postgres"

    def ours(self):
        return ["--database-url", f"postgresql://postgres@127.0.0.1:{self.port}/latchkey"]

    def peer(self):
        return [f"--spring.datasource.url=jdbc:postgresql://127.0.0.1:{self.port}/peer",
                "--spring.datasource.username=postgres"]

    def peer_in(self, folder):
        return self.peer()

    def start(self, options, cores, folder):
        opendoor.copy(self.template, folder / "postgres")
        return self.server(options, folder / "postgres", cores.pinned(cores.server))

    @contextlib.contextmanager
    def server(self, options, data, prefix=()):
        process = subprocess.Popen(
            [*map(str, prefix), options.java, "-Xmx64m", "-cp", options.classpath,
             "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
             "latchkey.bench.Postgres", str(data), str(self.port)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        try:
            if "ready" not in process.stdout.readline():
                racing.fail("PostgreSQL does not start")
            yield
        finally:
            process.stdin.close()
            process.wait(60)


def spring_command(options, settings):
    return [options.java, "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-jar", options.peer,
            *settings]


def fill_spring(options, engine):
    """Once, beside Latchkey's data."""
    filled = options.data / "filled"
    if filled.exists():
        return
    print("bench: making the peer's contacts, once", file=sys.stderr)
    with contextlib.ExitStack() as stack:
        if isinstance(engine, Sqlite):
            engine.template.unlink(missing_ok=True)
            settings = engine.peer(engine.template)
        else:
            stack.enter_context(engine.server(options, engine.template))
            settings = engine.peer()
        process = subprocess.Popen(
            spring_command(options, settings)
            + [f"--keys={options.data / 'keys.tsv'}", f"--contacts={options.contacts}",
               f"--server.port={racing.free_port()}"],
            stdout=subprocess.PIPE, text=True)
        done = any("filled" in line for line in process.stdout)
        process.terminate()
        process.wait(30)
        if not done:
            racing.fail("the peer's contacts could not be made")
    filled.touch()


class Spring(Process):
    def __init__(self, options, cores, folder, engine):
        self.port = racing.free_port()
        super().__init__("spring", cores.pinned(
            cores.server, *spring_command(options, engine.peer_in(folder)),
            f"--server.port={self.port}"), folder)


# What is measured besides the races

def asked(port, key, paths):
    """One after the other, over one connection; milliseconds and bodies."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        for path in paths:
            begin = time.perf_counter()
            connection.request("GET", path, None, dict(key.headers))
            response = connection.getresponse()
            body = response.read()
            took = (time.perf_counter() - begin) * 1e3
            if response.status != 200:
                racing.fail(f"{path} was answered {response.status} {body[:300]}")
            yield took, body
    finally:
        connection.close()


def page_turns(port, key, pages):
    """Milliseconds of each page of a walk by cursor, the first one first."""
    took, paths = [], [key.contacts(limit=50)]
    for _ in range(pages):
        [(millis, body)] = asked(port, key, paths)
        took.append(millis)
        cursor = json.loads(body)["pagination"].get("next")
        if not cursor:
            break
        paths = [key.contacts(limit=50, cursor=cursor)]
    return took


def singly(port, key, paths):
    """Sorted milliseconds, without those of the first few."""
    paths = list(paths)
    return sorted(took for took, _ in list(asked(port, key, paths))[len(paths) // 10:])


def percentile(ordered, percent):
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def judged(value, most, unit):
    return f"≤ {most} {unit} {'met' if value <= most else '**missed**'}"


def at_least(value, least):
    return f"≥ {least:,}/s {'met' if value >= least else '**missed**'}"


# The run

def run(options):
    load = os.getloadavg()[0]
    cores = racing.Cores()
    key = opendoor.Key(options.data)
    engine = {"sqlite": Sqlite, "postgres": Postgres}[options.engine](options)
    fill_spring(options, engine)
    chosen = random.Random(7)
    references = [f"ref-{chosen.randrange(options.contacts)}" for _ in range(READ_REFERENCES)]
    lines = []
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(racing.run_folder(options.out))
        stack.enter_context(engine.start(options, cores, folder))
        ours = stack.enter_context(opendoor.Latchkey(options, cores, folder, *engine.ours()))
        ours_start = ours.await_answer(
            ours.port, key.contact("ref-1"), key.headers, START_SECONDS)
        base = stack.enter_context(Spring(options, cores, folder, engine))
        base_start = base.await_answer(
            base.port, key.contact("ref-1"), key.headers, START_SECONDS)
        ours_idle, base_idle = ours.resident_mb(), base.resident_mb()

        def race(title, pair, targets=()):
            racing.race(title, pair, cores, options.rounds, options.seconds)
            for line in racing.rows(title, *pair, {}):
                lines.append(line)
            lines[-4][-1] = " ".join(at_least(pair[1].median("rps"), least) for least in targets)

        def getting(file, paths, servers=(base, ours)):
            requests = racing.write_requests(folder / file, (
                racing.request_text("GET", path, key.headers) for path in paths))
            return [Contender(server.name, f"http://127.0.0.1:{server.port}", requests, server.pids)
                    for server in servers]

        reads = getting("read", map(key.contact, references))
        race("read by external id", reads, [15_000])
        ours_read, base_read = ours.resident_mb(), base.resident_mb()
        race("first page of 20", getting("list", [key.contacts(limit=20)]))
        race("update", [Writing("update.lua", server, key, options.contacts)
                        for server in (base, ours)])
        race("create", [Writing("create.lua", server, key) for server in (base, ours)], [3_000])
        ours_end, base_end = ours.resident_mb(), base.resident_mb()

        # The gate's share: /auth is everything that a decision needs, /health the same without it
        gate = []
        for name, path in (("health", "/v1/open/health"), ("auth", "/auth?permission=contacts.read")):
            [contender] = getting(name, [path], [ours])
            racing.race(name, [contender], cores, options.rounds, options.seconds)
            gate.append(contender.median("cpu"))
        share = (gate[1] - gate[0]) / reads[1].median("cpu") * 100

        first = singly(ours.port, key, [key.contacts(limit=20)] * LISTS)
        searches = singly(ours.port, key, (
            key.contacts(limit=20, search=SEARCHES[n % len(SEARCHES)]) for n in range(LISTS)))
        turns = page_turns(ours.port, key, PAGES)

    near = statistics.median(turns[1:PAGES_COMPARED])
    far = statistics.median(turns[-PAGES_COMPARED:])
    growth = ours_end - ours_read
    alone = [
        ["", "Spring Boot", "Latchkey", "target"],
        ["start to first answer, s", f"{base_start:.2f}", f"{ours_start:.2f}", "less"],
        ["resident after the start, MB", f"{base_idle:.0f}", f"{ours_idle:.0f}", "less"],
        ["… after the reads", f"{base_read:.0f}", f"{ours_read:.0f}", "less"],
        ["… after all races", f"{base_end:.0f}", f"{ours_end:.0f}", f"flat: {growth:+.0f} MB"],
        ["gate's part of a read's CPU (`/auth` less `/v1/open/health`)", "", f"{share:.1f} %",
         judged(share, 10, "%")],
        ["first page of 20, one at a time, p50, ms", "", f"{percentile(first, 50):.2f}", ""],
        ["… p99", "", f"{percentile(first, 99):.2f}", judged(percentile(first, 99), 25, "ms")],
        ["search, one at a time, p50, ms", "", f"{percentile(searches, 50):.2f}", ""],
        ["… p99", "", f"{percentile(searches, 99):.2f}",
         judged(percentile(searches, 99), 25, "ms")],
        ["cursor, first pages of 50, median, ms", "", f"{near:.2f}", ""],
        [f"… {len(turns) - PAGES_COMPARED} to {len(turns)} pages deep", "", f"{far:.2f}", "flat"],
    ]
    text = "\n".join([
        racing.circumstances(options.root, load), "",
        f"{options.contacts:,} contacts of one agent in {engine.name}; wrk with "
        f"{racing.CONNECTIONS} connections on one core, each server on another; medians of "
        f"{options.rounds} interleaved rounds of {options.seconds} s.", "",
        racing.table(["race", "measure", "Spring Boot", "Latchkey", "ratio", "target"], lines), "",
        racing.table(alone[0], alone[1:])])
    racing.record(text, "contacts-" + options.engine, options.out, options.record)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/contacts")
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--java", required=True)
    parser.add_argument("--classpath", required=True)
    parser.add_argument("--peer", type=pathlib.Path, required=True)
    parser.add_argument("--engine", choices=["sqlite", "postgres"], required=True)
    parser.add_argument("--contacts", type=int, required=True)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each round")
    parser.add_argument("--record", type=pathlib.Path, metavar="docs/benchmarks.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    run(options)


if __name__ == "__main__":
    main()
