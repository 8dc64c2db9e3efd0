"""CPU time of pages of `rapport serve`: for the first time, again, and after one mail that another process imported.

news.py RAPPORT FOLDER PEOPLE: FOLDER is a data folder that `fill` has filled. Prints a table of milliseconds.
"""

import http.client
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse

MAILS = 9
PASSPHRASE = "four or five words"


class Server:
    def __init__(self, rapport, folder):
        command = [rapport, "serve", "--data", folder, "--port", "0", "--no-open"]
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

    def cpu_of(self, path):
        """Milliseconds of CPU time of the whole process during a request."""
        clock = (~self.process.pid << 3) | 2  # The CPU clock of a process, as clock_getcpuclockid(3) makes it.
        before = time.clock_gettime_ns(clock)
        self.ask("GET", path)
        return (time.clock_gettime_ns(clock) - before) / 1e6

    def memory(self):
        with open(f"/proc/{self.process.pid}/status") as status:
            return re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)


def import_mail(rapport, folder, number):
    stamp = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(time.time() - 60))
    who = 7 * (number + 1)
    mail = (
        f"From: person{who}@company{who}.example\r\nTo: me@acme.example\r\nDate: {stamp}\r\n"
        f"Subject: News {number}\r\nMessage-ID: <{time.time_ns()}@x.example>\r\n\r\nCould you send me the quote?\r\n"
    )
    with tempfile.NamedTemporaryFile("w", suffix=".eml") as file:
        file.write(mail)
        file.flush()
        command = [rapport, "import", file.name, "--data", folder]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def main():
    rapport, folder, people = sys.argv[1:]
    server = Server(rapport, folder)
    try:
        person = re.search(r"/people/[0-9a-f-]{36}", server.ask("GET", "/people")).group(0)
        pages = {"Today": "/", "People": "/people", "Person": person, "Team": "/team", "Sphere": "/sphere"}
        print(f"\n| {people} people | first | again | after one mail, median of {MAILS} | maximum |\n|---|---|---|---|---|")
        number = 0
        for name, path in pages.items():
            first, again, news = server.cpu_of(path), server.cpu_of(path), []
            for _ in range(MAILS):
                import_mail(rapport, folder, number)
                time.sleep(0.5)  # Work in the background after a mail is not part of the page.
                news.append(server.cpu_of(path))
                number += 1
            print(f"| {name} | {first:.1f} | {again:.1f} | {statistics.median(news):.1f} | {max(news):.1f} |")
        print(f"\nPeak memory: {int(server.memory()) // 1024} MB")
    finally:
        server.process.terminate()


main()
