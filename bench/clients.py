"""Response times of Today while other clients search for common words.

clients.py RAPPORT FOLDER [CLIENTS]: FOLDER is a data folder that `fill` has filled. Prints a table of milliseconds.
"""

import http.client
import statistics
import sys
import threading
import time

from server import Server

SECONDS = 10
WORDS = ("quote", "delivery kiln", "price offer", "me", "and the", "invoice")


class Client(threading.Thread):
    def __init__(self, server, paths, ending):
        super().__init__(daemon=True)
        self.connection = http.client.HTTPConnection(server.connection.host, server.connection.port)
        self.cookie = "; ".join(f"{name}={value}" for name, value in server.cookies.items())
        self.paths, self.ending, self.times, self.statuses = paths, ending, [], set()

    def run(self):
        number = 0
        while time.monotonic() < self.ending:
            begun = time.monotonic()
            path = self.paths[number % len(self.paths)]
            self.connection.request("GET", path, headers={"Cookie": self.cookie})
            answer = self.connection.getresponse()
            answer.read()
            self.statuses.add(answer.status)
            self.times.append((time.monotonic() - begun) * 1e3)
            number += 1


def main():
    rapport, folder, clients = sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else 3
    server = Server(rapport, "--data", folder)
    try:
        server.ask("GET", "/")
        print("| | Today p50 | p99 | maximum | searches | statuses |\n|---|---|---|---|---|---|")
        for searching in (0, clients):
            ending = time.monotonic() + SECONDS
            searches = ["/search?q=" + words.replace(" ", "+") for words in WORDS]
            others = [Client(server, searches, ending) for _ in range(searching)]
            today = Client(server, ["/"], ending)
            for client in [today, *others]:
                client.start()
            for client in [today, *others]:
                client.join()
            times = sorted(today.times)
            p99 = times[int(len(times) * 0.99)]
            done = sum(len(client.times) for client in others)
            statuses = sorted(set.union(today.statuses, *(client.statuses for client in others)))
            print(
                f"| {searching} clients search | {statistics.median(times):.1f} | {p99:.1f} | {times[-1]:.1f} "
                f"| {done} | {', '.join(map(str, statuses))} |"
            )
    finally:
        server.process.terminate()


main()
