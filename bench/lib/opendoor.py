"""A server with the contacts of one agent, and how its open door is asked."""

import subprocess
import urllib.parse

import racing
from racing import Process


class Key:
    """Admitted to everything that is measured."""

    def __init__(self, data):
        line = (data / "keys.tsv").read_text().splitlines()[0]
        self.pair = line.split("\t")[:2]
        self.agent = line.split("\t")[2]
        self.headers = racing.pair_headers(self.pair)

    def contact(self, reference):
        return f"/v1/open/contacts/{reference}/chatbots/{self.agent}"

    def contacts(self, **parameters):
        query = urllib.parse.urlencode(parameters)
        return f"/v1/open/contacts/chatbots/{self.agent}" + ("?" + query if query else "")


class Latchkey(Process):
    """A fresh server over a fresh copy of the data."""

    def __init__(self, options, cores, folder, *settings):
        self.port = racing.free_port()
        # builds and prepares fast starts, so that neither is in what is measured
        subprocess.run([options.root / "latchkey", "--version"], check=True,
                       stdout=subprocess.DEVNULL)
        data = folder / "data"
        copy(options.data / "data", data)
        super().__init__("latchkey", cores.pinned(
            cores.server, options.root / "latchkey", "serve", "--data", data,
            "--port", self.port, "--management-port", racing.free_port(), "--event-loops", 1,
            *settings), folder)


def copy(this, there):
    subprocess.run(["cp", "-r", "--reflink=auto", this, there], check=True)
