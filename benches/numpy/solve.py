#!/usr/bin/env python3
"""An independent solver of thalweg's trade model, in numpy and nothing else.

It exists for two reasons. It is a second opinion on every number that thalweg's tests pin down, written
without a look at the Rust code; and it is the yardstick for speed: the best that a user of numpy could write.

The model is the exact hat algebra of Caliendo and Parro (2015) with export taxes, production subsidies, iceberg
costs and scale economies. One Anderson-accelerated fixed point runs over log wages, log prices and log spending (and
log sector labour, where there is scale). Bilateral terms are never raised to a power inside the loop: with

    B_ni^j = pi_ni^j (kappa_ni^j)^(-theta_j)        and        a_i^j = (c_i^j (L_i^j)^(-psi_j))^(-theta_j)

the price index is P = (B a)^(-1/theta), one matrix-vector product per sector, and a trade flow is B_ni a_i X_n / (B a)_n.

Arrays are indexed [sector, importer, exporter], [sector, country] or [country].
"""

import argparse
import csv
import gzip
import os
import pathlib
import statistics
import time
from dataclasses import dataclass, replace

import numpy as np


# ---------------------------------------------------------------------------------------------------------------
# Reading


def data_folder():
    """The folder of test data: $THALWEG_SHARED, or shared/data beside the repository."""
    beside = pathlib.Path(__file__).resolve().parents[2].parent / "shared" / "data"
    folder = pathlib.Path(os.environ.get("THALWEG_SHARED", beside)) / "baselines"
    if not folder.is_dir():
        raise SystemExit(f"no test data at {folder}: set THALWEG_SHARED")
    return folder


def rows(path):
    """Rows of a CSV file, plain or gzipped, as dictionaries; nothing where there is no such file."""
    for candidate, opener in ((path, open), (path.with_name(path.name + ".gz"), gzip.open)):
        if candidate.exists():
            with opener(candidate, "rt", encoding="utf-8", newline="") as file:
                yield from csv.DictReader(file)
            return


@dataclass
class World:
    """A base equilibrium, or data that are to become one.

    flow [j,n,i] before tariff, export tax and subsidy included; tariff and export_tax [j,n,i]; subsidy, beta, alpha
    [j,n]; gamma [n,k,j]: share of input k in the cost of sector j; theta, psi [j]; deficit [n].
    """

    countries: list
    sectors: list
    tradable: np.ndarray
    flow: np.ndarray
    tariff: np.ndarray
    export_tax: np.ndarray
    subsidy: np.ndarray
    beta: np.ndarray
    gamma: np.ndarray
    alpha: np.ndarray
    theta: np.ndarray
    psi: np.ndarray
    deficit: np.ndarray

    def country(self, code):
        return self.countries.index(code)

    @property
    def spending(self):
        """X [j,n], tariff included."""
        return (self.flow * (1 + self.tariff)).sum(axis=2)

    @property
    def output(self):
        """R [j,i]: output at cost."""
        return (self.flow / (1 + self.export_tax)).sum(axis=1) / (1 - self.subsidy)

    @property
    def value_added(self):
        """w L [n]."""
        return (self.beta * self.output).sum(axis=0)

    @property
    def income(self):
        """Y [n]."""
        return self.value_added + transfers(self.flow, self.tariff, self.export_tax, self.subsidy) + self.deficit


def transfers(flow, tariff, export_tax, subsidy):
    """Tariff revenue and export-tax revenue less the subsidy bill [n]."""
    at_gate = flow / (1 + export_tax)
    tariffs = (tariff * flow).sum(axis=(0, 2))
    export_taxes = (export_tax * at_gate).sum(axis=(0, 1))
    bill = (subsidy / (1 - subsidy) * at_gate.sum(axis=1)).sum(axis=0)
    return tariffs + export_taxes - bill


def read(folder, scale=True, elasticity="elasticity"):
    """Reads a baseline folder; returns the world and the final-demand residuals that were below zero."""
    folder = pathlib.Path(folder)
    countries = [row["country"] for row in rows(folder / "countries.csv")]
    table = list(rows(folder / "sectors.csv"))
    sectors = [row["sector"] for row in table]
    at, of = {c: k for k, c in enumerate(countries)}, {s: k for k, s in enumerate(sectors)}
    size_n, size_j = len(countries), len(sectors)
    if elasticity in table[0]:
        theta = np.array([float(row[elasticity]) for row in table])
    else:
        theta = np.array([float(row["substitution"]) - 1 for row in table])
    psi = np.array([float(row.get("scale") or 0) if scale else 0.0 for row in table])
    tradable = np.array([(row.get("tradable") or "true") == "true" for row in table])

    flow, tariff, export_tax = (np.zeros((size_j, size_n, size_n)) for _ in range(3))
    for row in rows(folder / "flows.csv"):
        cell = of[row["sector"]], at[row["importer"]], at[row["exporter"]]
        flow[cell] = float(row["value"])
        tariff[cell] = float(row.get("tariff") or 0)
        export_tax[cell] = float(row.get("export_tax") or 0)
    beta, subsidy = np.ones((size_j, size_n)), np.zeros((size_j, size_n))
    for row in rows(folder / "production.csv"):
        beta[of[row["sector"]], at[row["country"]]] = float(row["value_added_share"])
        subsidy[of[row["sector"]], at[row["country"]]] = float(row.get("subsidy") or 0)
    gamma = np.zeros((size_n, size_j, size_j))
    for row in rows(folder / "inputs.csv"):
        gamma[at[row["country"]], of[row["input"]], of[row["sector"]]] = float(row["share"])
    total = gamma.sum(axis=1, keepdims=True)
    gamma /= np.where(total > 0, total, 1)
    beta[(total[:, 0, :] == 0).T] = 1.0  # no list of inputs: no inputs, whatever production.csv says
    gamma *= (1 - beta.T)[:, None, :]

    deficit = flow.sum(axis=(0, 2)) - flow.sum(axis=(0, 1))
    world = World(countries, sectors, tradable, flow, tariff, export_tax, subsidy, beta, gamma, None, theta, psi, deficit)
    final = world.spending - np.einsum("nkj,jn->kn", gamma, world.output)
    negative = np.minimum(final, 0)
    override = list(rows(folder / "final.csv"))
    if override:
        final = np.zeros((size_j, size_n))
        for row in override:
            final[of[row["sector"]], at[row["country"]]] = float(row["share"])
    final = np.maximum(final, 0)
    world.alpha = final / final.sum(axis=0)
    return world, negative


def bilateral(world, path, column):
    """A tariff table as [j,n,i]; not-a-number where it is silent."""
    at, of = {c: k for k, c in enumerate(world.countries)}, {s: k for k, s in enumerate(world.sectors)}
    out = np.full(world.flow.shape, np.nan)
    for row in rows(path):
        sector = of[row["sector"]] if "sector" in row else np.flatnonzero(world.tradable)
        out[sector, at[row["importer"]], at[row["exporter"]]] = float(row[column])
    return out


# ---------------------------------------------------------------------------------------------------------------
# Solving


@dataclass
class Change:
    """A policy: new levels (absent = as in the base), hats of iceberg cost and productivity, and the closures."""

    tariff: np.ndarray = None
    export_tax: np.ndarray = None
    subsidy: np.ndarray = None
    trade_cost: np.ndarray = None
    productivity: np.ndarray = None
    deficits: str = "fixed"
    labour: str = "mobile"


@dataclass
class Solution:
    """Hats of wages, prices, unit cost and labour, and levels of flows (before tariff), spending and output."""

    wage: np.ndarray
    price: np.ndarray
    cost: np.ndarray
    labour: np.ndarray
    flow: np.ndarray
    spending: np.ndarray
    output: np.ndarray
    income: np.ndarray
    tariff: np.ndarray
    export_tax: np.ndarray
    subsidy: np.ndarray
    deficit: np.ndarray
    real_income: np.ndarray
    real_wage: np.ndarray
    iterations: int = 0
    residual: float = np.inf


def power(base, exponent):
    """base ** exponent, with 0 ** x = 0 for every x (an absent supplier, an absent market)."""
    return np.where(base > 0, np.where(base > 0, base, 1.0) ** exponent, 0.0)


class Anderson:
    """Anderson acceleration of x -> g(x) with a short memory; least squares by normal equations."""

    def __init__(self, size, memory=12):
        self.memory = memory
        self.df = np.empty((memory, size))
        self.dg = np.empty((memory, size))
        self.gram = np.zeros((memory, memory))
        self.count = 0
        self.last = None

    def step(self, g, f):
        """The next point, from g(x) and f = g(x) - x at the current one."""
        if self.last is None:
            self.last = g, f
            return g
        slot = self.count % self.memory
        np.subtract(g, self.last[0], out=self.dg[slot])
        np.subtract(f, self.last[1], out=self.df[slot])
        self.last = g, f
        self.count += 1
        used = min(self.count, self.memory)
        df = self.df[:used]
        self.gram[slot, :used] = self.gram[:used, slot] = df @ self.df[slot]
        gram = self.gram[:used, :used]
        scale = 1 / np.sqrt(np.diag(gram))
        scaled = gram * scale * scale[:, None]
        scaled.flat[:: used + 1] += 1e-14
        weights = np.linalg.solve(scaled, scale * (df @ f)) * scale
        return g - weights @ self.dg[:used]


def solve(world, change=Change(), tolerance=1e-12, limit=2000, relax=0.3, memory=12, anderson=True):
    """The counterfactual equilibrium of `change`, relative to `world`."""
    size_j, size_n = world.beta.shape
    tariff = world.tariff if change.tariff is None else change.tariff
    export_tax = world.export_tax if change.export_tax is None else change.export_tax
    subsidy = world.subsidy if change.subsidy is None else change.subsidy
    deficit = world.deficit if change.deficits == "fixed" else np.zeros(size_n)
    fixed_labour = change.labour == "fixed"
    scale = bool(world.psi.any()) and not fixed_labour
    theta, psi = world.theta[:, None], world.psi[:, None]
    beta, gamma_t, gamma, alpha = world.beta, world.gamma.transpose(0, 2, 1).copy(), world.gamma, world.alpha
    spending0, output0 = world.spending, world.output
    paid0 = beta * output0
    value0 = paid0.sum(axis=0)
    produces, buys = output0 > 0, spending0 > 0

    kappa = ((1 - subsidy) / (1 - world.subsidy))[:, None, :] * (1 + export_tax) / (1 + world.export_tax)
    kappa = kappa * (1 + tariff) / (1 + world.tariff)
    if change.trade_cost is not None:
        kappa = kappa * change.trade_cost
    share0 = world.flow * (1 + world.tariff) / np.where(buys, spending0, 1)[:, :, None]
    b = share0 * power(kappa, -theta[:, :, None])
    h = b / (1 + tariff)
    has_export_tax = bool(export_tax.any())
    g_t = np.ascontiguousarray((h / (1 + export_tax) if has_export_tax else h).transpose(0, 2, 1))
    h_t = np.ascontiguousarray(h.transpose(0, 2, 1)) if has_export_tax else g_t
    log_a0 = 0.0 if change.productivity is None else np.log(change.productivity)

    n_wage = size_j * size_n if fixed_labour else size_n
    cells = size_j * size_n
    parts = [n_wage, cells, cells] + ([cells] if scale else [])
    ends = np.cumsum(parts)
    x = np.zeros(ends[-1])
    spending_ref = np.where(buys, spending0, 1.0)

    def unpack(x):
        wage = x[: ends[0]].reshape((size_j, size_n) if fixed_labour else (size_n,))
        price = x[ends[0] : ends[1]].reshape(size_j, size_n)
        spend = x[ends[1] : ends[2]].reshape(size_j, size_n)
        labour = x[ends[2] :].reshape(size_j, size_n) if scale else None
        return wage, price, spend, labour

    def sweep(x):
        wage, price, spend, labour = unpack(x)
        inputs = (gamma_t @ np.ascontiguousarray(price.T)[:, :, None])[:, :, 0].T
        log_cost = beta * wage + inputs - log_a0
        net = log_cost - psi * labour if scale else log_cost
        a = np.exp(-theta * net)
        s = (b @ a[:, :, None])[:, :, 0]
        s = np.where(buys, s, 1.0)
        new_price = np.log(s) / -theta
        total = np.where(buys, spending_ref * np.exp(spend), 0.0)
        m = total / s
        at_gate = a * (g_t @ m[:, :, None])[:, :, 0]  # R (1 - s)
        before_tariff = m * (h @ a[:, :, None])[:, :, 0]
        output = at_gate / (1 - subsidy)
        sold = at_gate if not has_export_tax else a * (h_t @ m[:, :, None])[:, :, 0]
        paid = beta * output
        value = paid.sum(axis=0)
        revenue = (total - before_tariff).sum(axis=0) + (sold - at_gate).sum(axis=0) - (at_gate * subsidy / (1 - subsidy)).sum(axis=0)
        earned = (np.exp(wage) * paid0).sum(axis=0) if fixed_labour else np.exp(wage) * value0
        income = earned + revenue + deficit
        new_total = alpha * income + (gamma @ np.ascontiguousarray(output.T)[:, :, None])[:, :, 0].T
        if fixed_labour:
            ratio = np.where(produces, np.where(produces, paid, 1.0) / np.where(produces, paid0, 1.0), 1.0)
            new_wage = wage + relax * (np.log(ratio) - wage)
            new_wage -= np.log((np.exp(new_wage) * paid0).sum() / value0.sum())
        else:
            new_wage = wage + relax * (np.log(value / value0) - wage)
            new_wage -= np.log((np.exp(new_wage) * value0).sum() / value0.sum())
        pieces = [new_wage.ravel(), new_price.ravel(), np.log(np.where(new_total > 0, new_total, spending_ref) / spending_ref).ravel()]
        if scale:
            hat = np.where(produces, np.where(produces, output, 1.0) / np.where(produces, output0, 1.0), 1.0)
            pieces.append(np.where(produces, np.log(hat) - wage, 0.0).ravel())
        return np.concatenate(pieces)

    mixer = Anderson(len(x), memory)
    for iteration in range(1, limit + 1):
        g = sweep(x)
        f = g - x
        worst = np.abs(f).max()
        if worst < tolerance:
            break
        x = mixer.step(g, f) if anderson else x + 0.5 * f
    wage, price, spend, labour = unpack(g)
    inputs = (gamma_t @ np.ascontiguousarray(price.T)[:, :, None])[:, :, 0].T
    cost = np.exp(beta * wage + inputs - log_a0)
    labour = np.exp(labour) if scale else np.ones((size_j, size_n))
    spending = np.where(buys, spending_ref * np.exp(spend), 0.0)
    unit = cost * labour ** (-psi) if scale else cost
    share = share0 * power(unit[:, None, :] * kappa / np.exp(price)[:, :, None], -theta[:, :, None])
    flow = share * spending[:, :, None] / (1 + tariff)
    output = (flow / (1 + export_tax)).sum(axis=1) / (1 - subsidy)
    if not scale and not fixed_labour:
        labour = np.where(produces, output / np.where(produces, output0, 1.0), 1.0) / np.exp(wage)
    earned = (np.exp(wage) * paid0).sum(axis=0) if fixed_labour else np.exp(wage) * value0
    income = earned + transfers(flow, tariff, export_tax, subsidy) + deficit
    index = np.exp((alpha * price).sum(axis=0))
    return Solution(
        np.exp(wage), np.exp(price), cost, labour, flow, spending, output, income, tariff, export_tax, subsidy, deficit,
        income / world.income / index, earned / value0 / index, iteration, worst,
    )


def certificate(world, change, solution):
    """The largest relative residual of every block of equations, recomputed bilaterally from the returned numbers."""
    theta, psi = world.theta[:, None, None], world.psi[:, None]
    fixed = change.labour == "fixed"
    wage = solution.wage
    productivity = 1.0 if change.productivity is None else change.productivity
    trade_cost = 1.0 if change.trade_cost is None else change.trade_cost
    cost = np.exp(world.beta * np.log(wage)) / productivity
    cost = cost * np.exp(np.einsum("nkj,kn->jn", world.gamma, np.log(solution.price)))
    kappa = trade_cost * ((1 - solution.subsidy) / (1 - world.subsidy))[:, None, :]
    kappa = kappa * (1 + solution.export_tax) / (1 + world.export_tax) * (1 + solution.tariff) / (1 + world.tariff)
    labour = np.ones_like(cost) if fixed else solution.labour
    spending0 = world.spending
    buys = spending0 > 0
    share0 = world.flow * (1 + world.tariff) / np.where(buys, spending0, 1)[:, :, None]
    delivered = (cost * labour**-psi)[:, None, :] * kappa
    price = np.where(buys, power((share0 * power(delivered, -theta)).sum(axis=2), -1 / theta[:, :, 0]), 1.0)
    share = share0 * power(delivered / solution.price[:, :, None], -theta)
    flow = share * solution.spending[:, :, None] / (1 + solution.tariff)
    output = (flow / (1 + solution.export_tax)).sum(axis=1) / (1 - solution.subsidy)
    paid, paid0 = world.beta * output, world.beta * world.output
    earned = (wage * paid0).sum(axis=0) if fixed else wage * paid0.sum(axis=0)
    income = earned + transfers(flow, solution.tariff, solution.export_tax, solution.subsidy) + solution.deficit
    spending = world.alpha * income + np.einsum("nkj,jn->kn", world.gamma, output)
    makes = paid0 > 0

    def gap(one, other, where=True):
        where = np.broadcast_to(where, np.shape(one)) & (np.abs(other) > 0)
        return float(np.max(np.abs(one - other)[where] / np.abs(other)[where], initial=0.0))

    if fixed:
        labour_gap = gap(wage * paid0, paid, makes)
    else:
        labour_gap = gap(labour * wage * paid0, paid, makes)
    return {
        "price": gap(solution.price, price, buys),
        "spending": gap(spending, solution.spending, buys),
        "output": gap(solution.output, output),
        "income": gap(solution.income, income),
        "labour by sector": labour_gap,
        "labour market": gap(paid.sum(axis=0), earned),
        "numeraire": abs(earned.sum() / paid0.sum() - 1),
        "shares": gap(share.sum(axis=2), np.ones_like(price), buys),
    }


def rebase(world, solution):
    """The world as the base of which `solution` is the equilibrium."""
    return replace(
        world, flow=solution.flow, tariff=solution.tariff, export_tax=solution.export_tax, subsidy=solution.subsidy,
        deficit=solution.deficit,
    )


def settle(world, **closures):
    """Solves the base without any policy and makes it the base."""
    return rebase(world, solve(world, Change(**closures)))


def first_order(world, solution):
    """Terms of trade and volume of trade of Caliendo and Parro (2015), in percent of base income [n]."""
    cost_hat = 100 * (solution.cost - 1)
    safe = np.where(world.flow > 0, world.flow, 1.0)
    flow_hat = 100 * np.where(world.flow > 0, solution.flow / safe - 1, 0.0)
    off = world.flow * (1 - np.eye(len(world.countries)))
    exports = (off.sum(axis=1) * cost_hat).sum(axis=0)
    imports = (off * cost_hat[:, None, :]).sum(axis=(0, 2))
    volume = (world.tariff * off * (flow_hat - cost_hat[:, None, :])).sum(axis=(0, 2))
    return (exports - imports) / world.income, volume / world.income


# ---------------------------------------------------------------------------------------------------------------
# Timing


def cases(data):
    """The three solves that are timed: title, settled base, tariffs."""
    world = settle(read(data / "world-2011")[0])
    tariff = world.tariff.copy()
    tariff[world.tradable, world.country("USA"), world.country("CHN")] += 0.6
    yield "world-2011, USA +60 on CHN", world, tariff
    world = settle(read(data / "world-2022")[0])
    tariff = world.tariff.copy()
    tariff[world.tradable, world.country("USA"), world.country("CHN")] += 0.3
    tariff[world.tradable, world.country("CHN"), world.country("USA")] += 0.1
    yield "world-2022, truce", world, tariff
    world = settle(read(data / "world-2023")[0])
    table = bilateral(world, data / "world-2023/us_tariffs_april_2025.csv", "set")
    yield "world-2023, April 2025", world, np.where(np.isnan(table), world.tariff, table)


def timed(work, seconds):
    """Median and smallest time of `work` in milliseconds, and how often it ran."""
    work()
    taken = []
    begin = time.perf_counter()
    while time.perf_counter() - begin < seconds or len(taken) < 5:
        start = time.perf_counter()
        work()
        taken.append(1e3 * (time.perf_counter() - start))
    return statistics.median(taken), min(taken), len(taken)


def time_all(seconds):
    from fast import Prepared, solve_fast

    threads = os.environ.get("OPENBLAS_NUM_THREADS") or os.environ.get("OMP_NUM_THREADS") or "not limited"
    print(f"numpy {np.__version__}, threads of the matrix library: {threads}; reading left out; {seconds:g} s of runs each")
    for title, world, tariff in cases(data_folder()):
        base = Prepared(world)
        solution = solve_fast(base, tariff)
        blocks = certificate(world, Change(tariff=tariff), solution)
        once, _, _ = timed(lambda: Prepared(world), seconds / 4)
        median, least, runs = timed(lambda: solve_fast(base, tariff), seconds)
        plain, _, _ = timed(lambda: solve(world, Change(tariff=tariff), tolerance=1e-11), seconds / 2)
        gap = np.abs(solve(world, Change(tariff=tariff)).real_income - solution.real_income).max()
        print(f"{title}: {median:.2f} ms (least {least:.2f}, {runs} runs), {solution.iterations} rounds, residual {max(blocks.values()):.1e}")
        print(f"    prepared once per baseline {once:.2f} ms; general solver {plain:.2f} ms; real incomes of the two agree to {gap:.0e}")
        print("    " + ", ".join(f"{name} {value:.0e}" for name, value in blocks.items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--time", action="store_true", help="time three solves instead of printing their real incomes")
    parser.add_argument("--seconds", type=float, default=4, help="how long each solve is repeated")
    arguments = parser.parse_args()
    if arguments.time:
        time_all(arguments.seconds)
        return
    for title, world, tariff in cases(data_folder()):
        change = Change(tariff=tariff)
        solution = solve(world, change)
        print(f"{title}: residual {max(certificate(world, change, solution).values()):.1e}")
        for code in ("USA", "CHN", "CAN", "MEX", "DEU"):
            print(f"    {code} real income {100 * (solution.real_income[world.country(code)] - 1):8.4f} %")


if __name__ == "__main__":
    main()
