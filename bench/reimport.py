"""CPU time of importing an mbox: new, again, and with some mails more at its end.

reimport.py RAPPORT [MESSAGES]: the mails are those of corpus.py. Prints a table of seconds.
"""

import mailbox
import pathlib
import resource
import subprocess
import sys
import tempfile

ME = "olivia@acme.example"
MORE = 100


def cpu_of_import(rapport, mail, folder):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([rapport, "import", mail, "--me", ME, "--data", folder], check=True, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main():
    rapport, messages = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 10_000
    corpus = pathlib.Path(__file__).with_name("corpus.py")
    with tempfile.TemporaryDirectory() as place:
        place = pathlib.Path(place)
        subprocess.run([sys.executable, corpus, "--messages", str(messages + MORE), place / "mail"], check=True)
        mails = list(mailbox.Maildir(place / "mail", create=False))
        box = mailbox.mbox(place / "all.mbox")
        for mail in mails[:messages]:
            box.add(mail)
        box.flush()
        rows = []
        for name in ("new", "again", "again"):
            rows.append((name, cpu_of_import(rapport, place / "all.mbox", place / "data")))
        for mail in mails[messages:]:
            box.add(mail)
        box.flush()
        rows.append((f"with {MORE} more", cpu_of_import(rapport, place / "all.mbox", place / "data")))
    print(f"| mbox of {messages} mails | CPU s | ratio |\n|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {seconds:.2f} | {seconds / rows[0][1]:.3f} |")


main()
