#!/usr/bin/env python3
"""Writes a Maildir of N messages for the index benchmark: real bodies, invented people.

Bodies and attachments are those of the public mail in ../shared/data; senders, recipients, dates and ids are
invented, and list headers are left out, so that most of it is an exchange that every indexer has to index whole.
"""
import argparse, email.utils, mailbox, os, pathlib, random, re

DROPPED = re.compile(
    rb"^(list-|precedence|x-mailman|x-beenthere|mailing-list|delivered-to|return-path|received|to|from|cc|date"
    rb"|message-id|in-reply-to|references|reply-to|sender|errors-to|auto-submitted|x-)", re.I)


def bodies(data):
    for path in sorted((data / "mail/spamassassin/data").rglob("*")):
        if path.is_file():
            yield path.read_bytes()
    for path in sorted((data / "mail/r-devel/raw").glob("*.mbox")):
        for part in re.split(rb"(?m)^From .+\d{4}\n(?=[A-Z][A-Za-z-]+: )", path.read_bytes()):
            if part.strip():
                yield part


def kept_header(head):
    fields, keep = [], False
    for line in head.split(b"\n"):
        if line[:1] not in b" \t":
            keep = not DROPPED.match(line) and not line.startswith(b"From ")
        if keep and line.strip():
            fields.append(line.rstrip(b"\r"))
    return b"\n".join(fields)


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("target", type=pathlib.Path)
    arguments.add_argument("--messages", type=int, default=100_000)
    arguments.add_argument("--first", type=int, default=0, help="number of the first message, for adding more later")
    arguments.add_argument("--data", type=pathlib.Path, default=pathlib.Path(__file__).parent / "../../shared/data")
    options = arguments.parse_args()
    for part in ("cur", "new", "tmp"):
        (options.target / part).mkdir(parents=True, exist_ok=True)
    source = [part.partition(b"\n\n") for part in bodies(options.data)]
    source = [(kept_header(head), body) for head, _, body in source]
    people = 3_000
    for number in range(options.first, options.first + options.messages):
        draw = random.Random(number)
        head, body = source[number % len(source)]
        person = int(people * draw.random() ** 2)
        them = f"Person {person} <person{person}@company{person % 700}.example>".encode()
        me = b"Olivia Stone <olivia@acme.example>"
        sender, recipient = (them, me) if draw.random() < 0.55 else (me, them)
        at = 1_400_000_000 + number * 2_400 + draw.randrange(2_000)
        text = b"\n".join([
            b"Message-ID: <%d@bench.example>" % number, b"From: " + sender, b"To: " + recipient,
            b"Date: " + email.utils.formatdate(at).encode(), head, b"", body])
        (options.target / "cur" / f"{at}.{number}.bench:2,S").write_bytes(text)


main()
