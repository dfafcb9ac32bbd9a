"""Servers on one core, wrk on another, rounds in turn."""

import contextlib
import datetime
import http.client
import json
import os
import pathlib
import platform
import shutil
import socket
import statistics
import subprocess
import sys
import time

CONNECTIONS = 32
LARGEST_LOAD = 1.5
WARM_UP_SECONDS = 4
MOST_WARM_UPS = 5
STILL_WARMING = 0.95
TIMEOUT = "20s"  # when a disk stands still, that is to be seen in p99
HERE = pathlib.Path(__file__).parent
PERMISSION = "contacts.read"
TICKS = os.sysconf("SC_CLK_TCK")


def fail(message):
    sys.exit("bench: " + message)


class Cores:
    """The first core is the servers', the second the load's; so neither takes the other's."""

    def __init__(self):
        cores = sorted(os.sched_getaffinity(0))
        if len(cores) < 2:
            fail("two cores are needed: one for the servers, one for the load")
        self.server, self.load = cores[0], cores[1]
        os.sched_setaffinity(0, {self.load})  # this script, and what it measures with

    def pinned(self, core, *command):
        return ["taskset", "-c", str(core), *map(str, command)]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Process:
    """A server under measurement, ended with the `with` that started it."""

    def __init__(self, name, command, folder, environment=None):
        self.name = name
        folder.mkdir(parents=True, exist_ok=True)
        self.log = folder / (name + ".log")
        self.started = time.monotonic()
        with open(self.log, "wb") as log:
            self.popen = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, env=environment)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.popen.terminate()
        try:
            self.popen.wait(20)
        except subprocess.TimeoutExpired:
            self.popen.kill()
            self.popen.wait()

    def pids(self):
        pid = self.popen.pid
        children = pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *map(int, children)]

    def resident_mb(self):
        for line in pathlib.Path(f"/proc/{self.popen.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                return int(line.split()[1]) / 1024
        return 0

    def await_answer(self, port, path, headers, seconds=30):
        """Until the first 200; says how long that took from the start of the process."""
        answer = "nothing"
        while time.monotonic() < self.started + seconds:
            if self.popen.poll() is not None:
                break
            with contextlib.suppress(OSError, http.client.HTTPException):
                answer = fetch(port, "GET", path, headers)
                if answer.status == 200:
                    return time.monotonic() - self.started
                break
            time.sleep(0.002)
        fail(f"{self.name} does not answer {path}: {answer}\n{self.log.read_text()[-2000:]}")


class Answer:
    def __init__(self, response):
        self.status = response.status
        self.headers = response.getheaders()
        self.body = response.read()

    def __str__(self):
        return f"{self.status} {self.headers} {self.body[:500]}"


def fetch(port, method, path, headers, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request(method, path, body, dict(headers))
        return Answer(connection.getresponse())
    finally:
        connection.close()


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        total += int(fields[11]) + int(fields[12])
    return total / TICKS


def request_text(method, path, headers, body=""):
    lines = [f"{method} {path} HTTP/1.1", "Host: 127.0.0.1"]
    lines += [f"{name}: {value}" for name, value in headers]
    if body:
        lines += ["Content-Type: application/json", f"Content-Length: {len(body.encode())}"]
    return "\r\n".join(lines) + "\r\n\r\n" + body


def write_requests(file, texts):
    file.touch(mode=0o600)
    file.write_bytes(b"".join(text.encode() + b"\0" for text in texts))
    return file


class Contender:
    """What a race sends, where to, and whose CPU time that costs."""

    def __init__(self, name, url, requests, pids):
        self.name, self.url, self.requests, self.pids = name, url, requests, pids
        self.rounds = []

    def command(self, cores, seconds):
        return cores.pinned(
            cores.load, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", TIMEOUT, "--latency",
            "-s", HERE / "rotate.lua", self.url, "--", self.requests)

    def run(self, cores, seconds):
        before = cpu_seconds(self.pids())
        wrk = subprocess.run(self.command(cores, seconds), capture_output=True, text=True)
        cpu = cpu_seconds(self.pids()) - before
        if wrk.returncode != 0:
            fail(f"wrk: {wrk.stderr}")
        result = json.loads(wrk.stdout.splitlines()[-1])
        if result["refused"] or result["broken"] or not result["requests"]:
            fail(f"{self.name} did not answer every request with success: {result}")
        return {
            "rps": result["requests"] / (result["micros"] / 1e6),
            "cpu": cpu / result["requests"] * 1e6 if self.pids() else float("nan"),
            "p50": result["p50"],
            "p99": result["p99"],
        }

    def median(self, what):
        return statistics.median(one[what] for one in self.rounds)


def warm_up(contender, cores):
    """Until its CPU time a request falls no more: a compiler may be at work on the same core."""
    before = contender.run(cores, WARM_UP_SECONDS)["cpu"]
    for _ in range(MOST_WARM_UPS):
        now = contender.run(cores, WARM_UP_SECONDS)["cpu"]
        if not now < before * STILL_WARMING:
            return
        before = now


def race(title, contenders, cores, rounds, seconds):
    """Rounds in turn, so that whatever else the machine does meets all alike."""
    for contender in contenders:
        warm_up(contender, cores)
    for number in range(rounds):
        for contender in contenders:
            one = contender.run(cores, seconds)
            contender.rounds.append(one)
            print(f"  {title} {number + 1}/{rounds} {contender.name}: {one['rps']:,.0f}/s, "
                  f"{one['cpu']:.2f} µs CPU, p99 {one['p99']} µs", file=sys.stderr)


# Measure, its unit, whether more is better
MEASURES = [
    ("rps", "requests/s", True),
    ("cpu", "server CPU a request, µs", False),
    ("p50", "p50, µs", False),
    ("p99", "p99, µs", False),
]


def rows(title, base, ours, targets):
    """A line of the table for each measure: both medians, their ratio, and what was aimed at."""
    for what, unit, more_is_better in MEASURES:
        ratio = ours.median(what) / base.median(what) if base.median(what) else float("nan")
        target = targets.get(what)
        verdict = ""
        if target is not None:
            met = ratio >= target if more_is_better else ratio <= target
            verdict = f"{'≥' if more_is_better else '≤'} {target:g}× {'met' if met else '**missed**'}"
        yield [title, unit, number(base.median(what)), number(ours.median(what)),
               f"{ratio:.2f}×", verdict]


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def table(head, lines):
    return "\n".join("| " + " | ".join(line) + " |"
                     for line in [head, ["---"] * len(head), *lines])


def circumstances(root, load):
    cpu = next((line.split(":")[1].strip() for line in open("/proc/cpuinfo")
                if line.startswith("model name")), platform.machine())
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    commit = git(root, "rev-parse", "--short", "HEAD")
    if git(root, "status", "--porcelain", "--untracked-files=no"):
        commit += " with local changes"
    return (f"{datetime.date.today()}, commit {commit}; {cpu}, {os.cpu_count()} cores, "
            f"{memory:.0f} GiB, Linux {platform.release()}; load before the run {load:.2f}"
            + (" (**not quiet: measure again**)" if load > LARGEST_LOAD else "") + ".")


def git(root, *arguments):
    return subprocess.run(["git", "-C", root, *arguments], capture_output=True, text=True).stdout.strip()


def record(text, name, out, papers):
    """Prints, keeps in target/bench, and with `papers` replaces the section of that name there."""
    print(text)
    (out / f"{name}.md").write_text(text + "\n")
    if papers:
        begin, end = f"<!-- {name} -->\n", f"<!-- end of {name} -->\n"
        page = papers.read_text()
        if begin not in page or end not in page:
            fail(f"{papers} has no section between {begin.strip()} and {end.strip()}")
        head, rest = page.split(begin)
        papers.write_text(head + begin + text + "\n" + end + rest.split(end)[1])


def common_arguments(parser):
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--keys", type=pathlib.Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=int, default=4, help="of each round")
    parser.add_argument("--record", type=pathlib.Path, metavar="docs/benchmarks.md",
                        help="put the table into this page")


class Latchkey(Process):
    """A fresh server over a fresh copy of the keys, and what can be asked of it."""

    def __init__(self, options, cores, folder):
        self.used = read_pairs(options.keys / "used.tsv")
        self.cold = read_pairs(options.keys / "cold.tsv")
        self.manager = read_pairs(options.keys / "manager.tsv")[0]
        self.port = free_port()
        # builds and prepares fast starts, so that neither is in what is measured
        subprocess.run([options.root / "latchkey", "--version"], check=True, stdout=subprocess.DEVNULL)
        data = folder / "data"
        subprocess.run(["cp", "-r", "--reflink=auto", options.keys / "data", data], check=True)
        super().__init__("latchkey", cores.pinned(
            cores.server, options.root / "latchkey", "serve", "--data", data,
            "--port", self.port, "--management-port", free_port(), "--event-loops", 1), folder)
        self.cold_start = self.await_answer(self.port, self.auth_path, pair_headers(self.used[0]))

    auth_path = f"/auth?permission={PERMISSION}"
    verify_path = "/v1/keys/verify"

    def auth_requests(self, file, path=auth_path):
        return write_requests(
            file, (request_text("GET", path, pair_headers(pair)) for pair in self.used))

    def verify_request(self, pair):
        body = json.dumps({"apiKey": pair[0], "apiSecret": pair[1], "permission": PERMISSION,
                           "address": "127.0.0.1"})
        return [("Authorization", "Bearer " + "_".join(self.manager))], body

    def verify_requests(self, file):
        return write_requests(
            file, (request_text("POST", self.verify_path, *self.verify_request(pair))
                   for pair in self.used))


def read_pairs(file):
    return [tuple(line.split("\t")) for line in file.read_text().splitlines()]


def pair_headers(pair):
    return [("X-API-Key", pair[0]), ("X-API-Secret", pair[1])]


@contextlib.contextmanager
def run_folder(out):
    folder = out / f"run-{os.getpid()}"
    folder.mkdir(parents=True)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
