"""The numbers that `tests/trade_war.rs` pins, by an independent package.

    pip install pyfixest
    python reference.py ../../../../../shared/data

`pyfixest` (0.60 when the numbers were pinned) absorbs the effects by its own alternating projections and fits Poisson by
its own reweighting; the triple differences and placebo shares are plain numpy. Nothing here is used by thalweg.
"""

import csv
import gzip
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pyfixest as pf

shared = Path(sys.argv[1])
world = shared / "baselines/world-2017"


def rows(path):
    with (gzip.open if path.suffix == ".gz" else open)(path, "rt") as file:
        yield from csv.DictReader(file)


sectors = [row["sector"] for row in rows(world / "sectors.csv")]
pooled = sectors[sectors.index("food") : sectors.index("other-manufacturing") + 1]
tariff = {
    (r["importer"], r["exporter"], r["sector"]): float(r["tariff"] or 0) for r in rows(world / "flows.csv.gz")
}
addition = {
    (r["importer"], r["exporter"], r["sector"]): float(r["add"])
    for side in ("USA_on_CHN", "CHN_on_USA")
    for r in rows(world / f"tariffs_2018_{side}.csv")
}


def flows(year):
    file = rows(shared / f"panel/flows_{year}.csv.gz")
    return {(r["importer"], r["exporter"], r["sector"]): float(r["value"]) for r in file}


base = flows(2017)


def frame(year, with_pharma, exact_dose=True):
    now, data = flows(year), []
    for (n, i, s), before in base.items():
        if n == i or s not in pooled or (s == "pharma" and not with_pharma):
            continue
        add = addition.get((n, i, s), 0.0)
        # the tracker gives 25 points on American imports of pharmaceuticals, which were on no list
        if with_pharma and (n, i, s) == ("USA", "CHN", "pharma"):
            add = 0.25
        t = tariff.get((n, i, s), 0.0) if exact_dose else 0.0
        data.append((n, i, n + s, i + s, before, now.get((n, i, s), 0.0), np.log((1 + t + add) / (1 + t))))
    data = pd.DataFrame(data, columns=["importer", "exporter", "buyer", "seller", "before", "after", "dose"])
    return data.assign(weight=np.sqrt(data.before), log_before=np.log(data.before))


tight = pf.MapDemeaner(fixef_tol=1e-12, fixef_maxiter=1_000_000) if hasattr(pf, "MapDemeaner") else None
options = {"demeaner": tight} if tight else {"fixef_tol": 1e-12, "fixef_maxiter": 1_000_000}


def event_study(data, side=None):
    data = data[(data.before > 1) & (data.after > 1)].copy()
    data["change"] = np.log(data.after / data.before)
    if side:
        data["dose"] = data.dose.where(data.importer == side, 0.0)
    return -pf.feols("change ~ dose | buyer + seller", data, weights="weight", **options).coef().iloc[0]


def poisson(data):
    fit = pf.fepois(
        "after ~ dose | buyer + seller", data, offset="log_before", iwls_tol=1e-12, iwls_maxiter=200, **options
    )
    return -fit.coef().iloc[0]


years = [*range(2011, 2017), *range(2018, 2023)]
for year in years:
    data = frame(year, with_pharma=False)
    found = [event_study(data), event_study(data, "USA"), event_study(data, "CHN"), poisson(data)]
    old = event_study(frame(year, with_pharma=True, exact_dose=False))
    print(year, *(f"{value:.6f}" for value in found), "| pharma in, ln(1 + add):", f"{old:.6f}", flush=True)
