"""The open door's contacts against the same written plainly with Spring Boot and JDBC."""

import argparse
import contextlib
import itertools
import json
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import time
import urllib.parse

import racing
from racing import Contender, Process

READ_REFERENCES = 10_000
PAGE_TURNS = 400
SEARCHES = ["Person 12", "son 4711", "rson99", "99@example", "+49301234", "erso", "zqx", "8 1z"]


class Creating(Contender):
    """Creates, so each request must be new: the script makes them."""

    def __init__(self, name, url, key, pids):
        super().__init__(name, url, None, pids)
        self.key = key
        self.runs = itertools.count()

    def command(self, cores, seconds):
        tag = f"{self.name[:1]}{os.getpid()}-{next(self.runs)}"
        return cores.pinned(cores.load, "wrk", "-t1", f"-c{racing.CONNECTIONS}", f"-d{seconds}s",
                            "--latency", "-s", racing.HERE / "create.lua", self.url, "--",
                            *self.key, tag)


class Latchkey(Process):
    name = "latchkey"

    def __init__(self, options, cores, folder, database):
        self.port = racing.free_port()
        subprocess.run([options.root / "latchkey", "--version"], check=True,
                       stdout=subprocess.DEVNULL)
        data = folder / "data"
        subprocess.run(["cp", "-r", "--reflink=auto", options.data / "data", data], check=True)
        super().__init__("latchkey", cores.pinned(
            cores.server, options.root / "latchkey", "serve", "--data", data, *database,
            "--port", self.port, "--management-port", racing.free_port(), "--event-loops", 1),
            folder)


class Spring(Process):
    name = "spring"

    def __init__(self, options, cores, folder):
        self.port = racing.free_port()
        database = folder / "peer.db"
        subprocess.run(["cp", "--reflink=auto", options.data / "peer.db", database], check=True)
        super().__init__("spring", cores.pinned(
            cores.server, *spring_command(options, database), f"--server.port={self.port}"), folder)


def spring_command(options, database):
    return [options.java, "-Xmx512m", "--enable-native-access=ALL-UNNAMED", "-jar", options.peer,
            "--spring.datasource.url=jdbc:sqlite:" + str(database)
            + "?journal_mode=WAL&synchronous=FULL&busy_timeout=5000&transaction_mode=IMMEDIATE"]


def fill_spring(options, key):
    """Once, beside Latchkey's data."""
    database = options.data / "peer.db"
    if database.exists():
        return
    keys = options.data / "keys.tsv"
    process = subprocess.Popen(
        spring_command(options, options.data / "peer.new")
        + [f"--keys={keys}", f"--contacts={options.contacts}", f"--server.port={racing.free_port()}"],
        stdout=subprocess.PIPE, text=True)
    for line in process.stdout:
        if "filled" in line:
            break
    process.terminate()
    process.wait()
    shutil.move(options.data / "peer.new", database)


def headers(key):
    return [("X-API-Key", key[0]), ("X-API-Secret", key[1])]


def read_path(key, reference):
    return f"/v1/open/contacts/{reference}/chatbots/{key[2]}"


def list_path(key, **parameters):
    query = urllib.parse.urlencode(parameters)
    return f"/v1/open/contacts/chatbots/{key[2]}" + ("?" + query if query else "")


def page_turns(port, key, turns):
    """Milliseconds of each page of a walk by cursor, the first one first."""
    took, cursor = [], None
    for _ in range(turns):
        parameters = {"limit": 50} | ({"cursor": cursor} if cursor else {})
        begin = time.perf_counter()
        answer = racing.fetch(port, "GET", list_path(key, **parameters), headers(key))
        took.append((time.perf_counter() - begin) * 1e3)
        if answer.status != 200:
            racing.fail(f"a page was answered {answer}")
        cursor = json.loads(answer.body)["pagination"].get("cursor")
        if not cursor:
            break
    return took


def median(values):
    return sorted(values)[len(values) // 2]


def run(options):
    load = os.getloadavg()[0]
    cores = racing.Cores()
    key = tuple((options.data / "keys.tsv").read_text().splitlines()[0].split("\t"))
    fill_spring(options, key)
    chosen = random.Random(7)
    references = [f"ref-{chosen.randrange(options.contacts)}" for _ in range(READ_REFERENCES)]
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(racing.run_folder(options.out))
        ours = stack.enter_context(Latchkey(options, cores, folder, options.database))
        ours_start = ours.await_answer(ours.port, read_path(key, "ref-1"), headers(key))
        base = stack.enter_context(Spring(options, cores, folder))
        base_start = base.await_answer(base.port, read_path(key, "ref-1"), headers(key))
        ours_idle, base_idle = ours.resident_mb(), base.resident_mb()

        def contenders(file, texts):
            requests = racing.write_requests(folder / file, texts)
            return [Contender(server.name, f"http://127.0.0.1:{server.port}", requests, server.pids)
                    for server in (base, ours)]

        lines = []

        def race(title, pair):
            racing.race(title, pair, cores, options.rounds, options.seconds)
            lines.extend(racing.rows(title, *pair, {"rps": 1.0}))

        race("read by external id", contenders(
            "read", (racing.request_text("GET", read_path(key, r), headers(key))
                     for r in references)))
        race("first page of 20", contenders(
            "list", [racing.request_text("GET", list_path(key, limit=20), headers(key))]))
        race("update", contenders("update", (racing.request_text(
            "PUT", read_path(key, r), headers(key), json.dumps({"name": f"Changed {n}"}))
            for n, r in enumerate(references))))
        race("create", [Creating(server.name, f"http://127.0.0.1:{server.port}", key, server.pids)
                        for server in (base, ours)])
        searching = Contender("latchkey", f"http://127.0.0.1:{ours.port}", racing.write_requests(
            folder / "search",
            (racing.request_text("GET", list_path(key, search=s), headers(key)) for s in SEARCHES)),
            ours.pids)
        racing.race("search", [searching], cores, options.rounds, options.seconds)
        turns = page_turns(ours.port, key, PAGE_TURNS)
        ours_end, base_end = ours.resident_mb(), base.resident_mb()

    spring_search = "reads every row: seconds"
    text = "\n".join([
        racing.circumstances(options.root, load), "",
        f"{options.contacts:,} contacts of one agent in SQLite, each commit durable; wrk with "
        f"{racing.CONNECTIONS} connections on one core, each server on another; medians of "
        f"{options.rounds} interleaved rounds of {options.seconds} s.", "",
        racing.table(["race", "measure", "Spring Boot", "Latchkey", "ratio", "target"], lines), "",
        racing.table(["", "Spring Boot", "Latchkey", ""], [
            ["start to first answer, s", f"{base_start:.2f}", f"{ours_start:.2f}", ""],
            ["resident after the start, MB", f"{base_idle:.0f}", f"{ours_idle:.0f}", ""],
            ["resident after the load, MB", f"{base_end:.0f}", f"{ours_end:.0f}", ""],
            ["search, requests/s", spring_search, racing.number(searching.median("rps")), ""],
            ["search, p99 ms", "", f"{searching.median('p99') / 1000:.1f}", "≤ 25"],
            ["cursor: first 20 pages of 50, median ms", "", f"{median(turns[:20]):.2f}", ""],
            ["cursor: last 20 of 400 pages", "", f"{median(turns[-20:]):.2f}", "flat"],
        ])])
    racing.record(text, "contacts", options.out, options.record)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/contacts")
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--java", required=True)
    parser.add_argument("--peer", type=pathlib.Path, required=True)
    parser.add_argument("--contacts", type=int, required=True)
    parser.add_argument("--database", nargs="*", default=[])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seconds", type=int, default=4, help="of each round")
    parser.add_argument("--record", type=pathlib.Path, metavar="docs/benchmarks.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    run(options)


if __name__ == "__main__":
    main()
