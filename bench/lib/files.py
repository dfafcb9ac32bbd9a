"""A long upload and ten downloads of parts of another file at once: how fast, and what they cost in
memory."""

import argparse
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import random
import signal
import sys
import threading
import time

import opendoor
import racing

MB = 1 << 20
DOWNLOADS = 10
MOST_GROWTH_MB = 100
SAMPLE_SECONDS = 0.02
BOUNDARY = "bench-boundary"
WAIT_SECONDS = 600


class Content:
    """So many MB that nobody can compress or share: a block that differs from the next by its number."""

    def __init__(self, seed, megabytes):
        self.block = random.Random(seed).randbytes(MB - 8)
        self.megabytes = megabytes

    def blocks(self):
        return (number.to_bytes(8, "big") + self.block for number in range(self.megabytes))

    def digest(self, first=0, count=None):
        sha = hashlib.sha256()
        for number in range(first, first + (self.megabytes if count is None else count)):
            sha.update(number.to_bytes(8, "big") + self.block)
        return sha.hexdigest()


def upload(port, key, path, name, content):
    """Says the file as the server kept it, and how many seconds it took."""
    head = (f"--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n"
            "Content-Type: application/octet-stream\r\n\r\n").encode()
    tail = f"\r\n--{BOUNDARY}--\r\n".encode()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    begin = time.perf_counter()
    connection.putrequest("POST", path)
    for header, value in key.headers:
        connection.putheader(header, value)
    connection.putheader("Content-Type", f"multipart/form-data; boundary={BOUNDARY}")
    connection.putheader("Content-Length", str(len(head) + content.megabytes * MB + len(tail)))
    connection.endheaders()
    connection.send(head)
    for block in content.blocks():
        connection.send(block)
    connection.send(tail)
    answer = racing.Answer(connection.getresponse())
    connection.close()
    if answer.status != 201:
        racing.fail(f"the upload was answered {answer}")
    return json.loads(answer.body)["data"], time.perf_counter() - begin


def download(port, key, path, first, megabytes):
    """A part of the file; its SHA-256."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS)
    connection.request("GET", path, None, dict(key.headers) | {
        "Range": f"bytes={first * MB}-{(first + megabytes) * MB - 1}"})
    response = connection.getresponse()
    if response.status != 206:
        racing.fail(f"the download was answered {racing.Answer(response)}")
    sha, buffer = hashlib.sha256(), bytearray(MB)
    while (some := response.readinto(buffer)):
        sha.update(memoryview(buffer)[:some])
    connection.close()
    return sha.hexdigest()


class Memory:
    """The most that is resident while it looks."""

    def __init__(self, server):
        self.server, self.most, self.stopped = server, 0.0, threading.Event()
        self.thread = threading.Thread(target=self.look, daemon=True)

    def look(self):
        while not self.stopped.wait(SAMPLE_SECONDS):
            self.most = max(self.most, self.server.resident_mb())

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.stopped.set()
        self.thread.join()


class Downloads:
    """Ten at once, each a part of its own again and again until the upload is over."""

    def __init__(self, port, key, path, content):
        self.port, self.key, self.path, self.content = port, key, path, content
        self.part = max(1, content.megabytes // DOWNLOADS)
        self.wrong, self.done, self.over = [], [0] * DOWNLOADS, threading.Event()
        self.threads = [threading.Thread(target=self.fetch, args=(n,)) for n in range(DOWNLOADS)]

    def fetch(self, number):
        first = number * self.part
        expected = self.content.digest(first, self.part)
        try:
            while not self.over.is_set() or not self.done[number]:
                if download(self.port, self.key, self.path, first, self.part) != expected:
                    self.wrong.append(f"part {number} is not what was uploaded")
                    return
                self.done[number] += 1
        except (OSError, SystemExit, http.client.HTTPException) as e:
            self.wrong.append(f"part {number}: {e}")

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *_):
        self.over.set()
        for thread in self.threads:
            thread.join()
        if self.wrong:
            racing.fail("; ".join(self.wrong))

    def megabytes(self):
        return sum(self.done) * self.part


def run(options):
    load = os.getloadavg()[0]
    cores = racing.Cores()
    key = opendoor.Key(options.data)
    files = key.contact("ref-1") + "/files"
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(racing.run_folder(options.out))
        server = stack.enter_context(opendoor.Latchkey(
            options, cores, folder, "--max-upload", f"{options.megabytes + 1}MB"))
        server.await_answer(server.port, key.contact("ref-1"), key.headers, 90)

        warming = Content(1, 16)  # so that what is loaded once is not counted as growth
        small, _ = upload(server.port, key, files, "warm.bin", warming)
        for _ in range(DOWNLOADS):
            download(server.port, key, f"{files}/{small[0]['id']}/content", 0, 16)
        before = server.resident_mb()

        first, second = Content(2, options.megabytes), Content(3, options.megabytes)
        with Memory(server) as alone:
            kept, alone_seconds = upload(server.port, key, files, "first.bin", first)
        path = f"{files}/{kept[0]['id']}/content"
        cpu = racing.cpu_seconds(server.pids())
        with Memory(server) as together:
            begin = time.perf_counter()
            with Downloads(server.port, key, path, first) as downloads:
                _, seconds = upload(server.port, key, files, "second.bin", second)
            all_seconds = time.perf_counter() - begin
        cpu = racing.cpu_seconds(server.pids()) - cpu
        moved = options.megabytes + downloads.megabytes()

    growth = max(alone.most, together.most) - before
    text = "\n".join([
        racing.circumstances(options.root, load), "",
        f"The server on one core, everybody who asks on another; every download's SHA-256 compared.",
        "",
        racing.table(["what", "", "target"], [
            [f"an upload of {options.megabytes:,} MB alone", f"{options.megabytes / alone_seconds:,.0f} MB/s", ""],
            [f"the same beside {DOWNLOADS} ranged downloads", f"{options.megabytes / seconds:,.0f} MB/s", ""],
            ["the downloads meanwhile", f"{downloads.megabytes() / all_seconds:,.0f} MB/s", ""],
            ["server CPU for a MB moved", f"{cpu / moved * 1e3:.2f} ms", ""],
            ["resident before", f"{before:.0f} MB", ""],
            ["most resident, upload alone", f"{alone.most:.0f} MB", ""],
            ["most resident, all at once", f"{together.most:.0f} MB", ""],
            ["growth", f"{growth:.0f} MB",
             f"≤ {MOST_GROWTH_MB} MB {'met' if growth <= MOST_GROWTH_MB else '**missed**'}"],
        ])])
    racing.record(text, "files", options.out, options.record)


def main():
    parser = argparse.ArgumentParser(description=__doc__, prog="bench/files")
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--megabytes", type=int, required=True)
    parser.add_argument("--record", type=pathlib.Path, metavar="docs/benchmarks.md")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    run(options)


if __name__ == "__main__":
    main()
