"""CPU time of `rapport serve` and of `rapport import` on SQLite and on PostgreSQL, and that of the PostgreSQL server.

engines.py RAPPORT FOLDER URL MAIL EMPTY_URL: the folder and the first database hold the same, filled by `fill`; the mail
is imported into a new folder and into the second, empty database. Prints tables of milliseconds and seconds.
"""

import os
import re
import resource
import subprocess
import sys
import tempfile
import time

from server import Server

REQUESTS = 200
TICK = os.sysconf("SC_CLK_TCK")
ME = "olivia@acme.example"


def cpu_of_postgres():
    """Seconds of CPU time of all processes of PostgreSQL, those that have ended included as far as their parent says."""
    seconds = 0.0
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat") as stat:
                name, fields = re.match(r"\d+ \((.*)\) (.*)", stat.read()).groups()
        except OSError:
            continue
        if name == "postgres":
            fields = fields.split()
            seconds += sum(int(fields[place]) for place in (11, 12, 13, 14)) / TICK
    return seconds


def cpu_of_pages(rapport, *place):
    """For each page, milliseconds of the server a request, and of PostgreSQL."""
    server, found = Server(rapport, *place), {}
    try:
        people = list(dict.fromkeys(re.findall(r"/people/[0-9a-f-]{36}", server.ask("GET", "/people"))))[:20]
        pages = {
            "Today": ["/"],
            "People": ["/people"],
            "People by words": ["/people?q=ana"],
            "Person": people,
            "Team": ["/team"],
            "Sphere": ["/sphere"],
            "Search": [f"/search?q={words}" for words in ("quote", "kiln+visit", "budget", "ana")],
            "Imports": ["/imports"],
            "Settings": ["/settings"],
        }
        for name, paths in pages.items():
            for path in paths:
                server.ask("GET", path)
            # The work in the background after the start is not the page's.
            time.sleep(0.3)
            clock, postgres = server.clock(), cpu_of_postgres()
            for number in range(REQUESTS):
                server.ask("GET", paths[number % len(paths)])
            of_server = (server.clock() - clock) / 1e6 / REQUESTS
            found[name] = of_server, (cpu_of_postgres() - postgres) * 1e3 / REQUESTS
    finally:
        server.process.terminate()
    return found


def cpu_of_import(rapport, mail, *place):
    before, postgres = resource.getrusage(resource.RUSAGE_CHILDREN), cpu_of_postgres()
    subprocess.run([rapport, "import", mail, "--me", ME, *place], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    own = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return own, cpu_of_postgres() - postgres


def main():
    rapport, folder, url, mail, empty = sys.argv[1:]
    sqlite, postgres = cpu_of_pages(rapport, "--data", folder), cpu_of_pages(rapport, "--database", url)
    print("| ms a request | SQLite | PostgreSQL | ratio | its server |\n|---|---|---|---|---|")
    for name, (one, _) in sqlite.items():
        other, server = postgres[name]
        print(f"| {name} | {one:.2f} | {other:.2f} | {other / one:.1f} | {server:.2f} |")
    with tempfile.TemporaryDirectory() as new:
        one, _ = cpu_of_import(rapport, mail, "--data", new)
        other, server = cpu_of_import(rapport, mail, "--database", empty)
    print(f"| import, s | {one:.2f} | {other:.2f} | {other / one:.1f} | {server:.2f} |")


main()
