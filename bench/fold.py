"""A log of touches, and what pandas and polars need to get a part of the same state from it.

    fold.py make LOG TOUCHES PAIRS    writes `pair,seconds,theirs,opens` in time order
    fold.py pandas LOG                measures pandas; `polars` measures polars

Both compute, for each pair, contact days (days with a touch of theirs), the sums of ln gap and its square, three
decayed counts of contact days, the touches of either side, and the last touch of each. A fold of Rapport does more:
initiations, replies and days at risk.
"""

import sys
import time

HALF_LIVES = (14.0, 30.0, 60.0)


def make(path, touches, pairs):
    bits = 1
    with open(path, "w") as out:
        out.write("pair,seconds,theirs,opens\n")
        for n in range(touches):
            bits = (bits * 6364136223846793005 + 1442695040888963407) % 2**64
            # Squaring a uniform number makes a few busy pairs and many quiet ones.
            pair = int(((bits >> 20) % 10**6 / 10**6) ** 2 * pairs)
            out.write(f"{pair},{1500000000 + n * 40},{bits >> 63},{bits & 1}\n")


def with_pandas(path):
    import numpy as np
    import pandas as pd

    log = pd.read_csv(path)
    start = time.perf_counter()
    log["day"] = log.seconds // 86400
    theirs = log[log.theirs == 1]
    days = theirs[["pair", "day"]].drop_duplicates()
    ln = np.log(days.groupby("pair").day.diff().dropna())
    of_pair = days.pair.loc[ln.index]
    out = pd.DataFrame({"contact_days": days.groupby("pair").size()})
    out["gap_ln"], out["gap_ln_squared"] = ln.groupby(of_pair).sum(), (ln * ln).groupby(of_pair).sum()
    age = days.groupby("pair").day.transform("max") - days.day
    for half in HALF_LIVES:
        out[f"memory_{half:.0f}"] = (2.0 ** (-age / half)).groupby(days.pair).sum()
    received, sent = theirs.groupby("pair").seconds, log[log.theirs == 0].groupby("pair").seconds
    out["received"], out["last_theirs"] = received.size(), received.max()
    out["sent"], out["last_ours"] = sent.size(), sent.max()
    return time.perf_counter() - start, int(out.contact_days.sum()), int(out.received.sum())


def with_polars(path):
    import polars as pl

    log = pl.read_csv(path)
    start = time.perf_counter()
    log = log.with_columns((pl.col("seconds") // 86400).alias("day"))
    days = log.filter(pl.col("theirs") == 1).select("pair", "day").unique(maintain_order=True)
    days = days.with_columns(
        pl.col("day").diff().over("pair").log().alias("ln"),
        (pl.col("day").max().over("pair") - pl.col("day")).alias("age"),
    )
    rhythm = days.group_by("pair").agg(
        pl.len().alias("contact_days"),
        pl.col("ln").sum().alias("gap_ln"),
        (pl.col("ln") ** 2).sum().alias("gap_ln_squared"),
        *[(2.0 ** (-pl.col("age") / half)).sum().alias(f"memory_{half:.0f}") for half in HALF_LIVES],
    )
    sides = log.group_by("pair").agg(
        (pl.col("theirs") == 1).sum().alias("received"),
        (pl.col("theirs") == 0).sum().alias("sent"),
        pl.col("seconds").filter(pl.col("theirs") == 1).max().alias("last_theirs"),
        pl.col("seconds").filter(pl.col("theirs") == 0).max().alias("last_ours"),
    )
    out = rhythm.join(sides, on="pair")
    return time.perf_counter() - start, out["contact_days"].sum(), out["received"].sum()


if __name__ == "__main__":
    if sys.argv[1] == "make":
        make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
    else:
        seconds, days, received = {"pandas": with_pandas, "polars": with_polars}[sys.argv[1]](sys.argv[2])
        print(f"{sys.argv[1]} {seconds:.3f} contact_days {days} received {received}")
