"""CPU time of pages of `rapport serve`: for the first time, again, and after one mail that another process imported.

news.py RAPPORT FOLDER PEOPLE: FOLDER is a data folder that `fill` has filled. Prints a table of milliseconds.
"""

import re
import statistics
import subprocess
import sys
import tempfile
import time

from server import Server

MAILS = 9


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
    server = Server(rapport, "--data", folder)
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
