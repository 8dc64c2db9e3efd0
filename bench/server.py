"""A `rapport serve` that a benchmark starts, signs in to and asks for pages."""

import http.client
import re
import subprocess
import time
import urllib.parse

PASSPHRASE = "four or five words"


class Server:
    """`place` is where the data is, as arguments: `--data FOLDER` or `--database URL`."""

    def __init__(self, rapport, *place):
        command = [rapport, "serve", *place, "--port", "0", "--no-open", "--requests-per-second", "1000000"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        host, path = re.search(r"http://([^/]+)(/\S*)", self.process.stdout.readline()).groups()
        self.connection, self.cookies = http.client.HTTPConnection(host), {}
        if path.startswith("/setup/"):
            owner = {"name": "Olivia", "addresses": "me@acme.example", "zone": "UTC", "passphrase": PASSPHRASE}
            self.send_form(path, path, owner)
        else:
            self.send_form("/login", "/sessions", {"passphrase": PASSPHRASE})

    def ask(self, method, path, form=None):
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        body = None
        if form is not None:
            body = urllib.parse.urlencode(form)
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        text = answer.read().decode()
        for name, value in answer.getheaders():
            if name.lower() == "set-cookie":
                name, value = value.split(";")[0].split("=", 1)
                self.cookies[name] = value
        assert answer.status in (200, 303), (path, answer.status)
        return text

    def send_form(self, page, path, fields):
        token = re.search(r'name="csrf" value="([^"]+)"', self.ask("GET", page)).group(1)
        self.ask("POST", path, {"csrf": token, **fields})

    def clock(self):
        """Nanoseconds of CPU time that the whole process has taken."""
        # The CPU clock of a process, as clock_getcpuclockid(3) makes it.
        return time.clock_gettime_ns((~self.process.pid << 3) | 2)

    def cpu_of(self, path):
        """Milliseconds of CPU time that the whole process takes for a page."""
        before = self.clock()
        self.ask("GET", path)
        return (self.clock() - before) / 1e6

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)
