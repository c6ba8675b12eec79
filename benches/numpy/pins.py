#!/usr/bin/env python3
"""Every number that thalweg's tests pin down, computed again by the numpy solver; exit status 1 if a digit differs."""

import sys

import numpy as np

from solve import Change, bilateral, certificate, data_folder, first_order, read, rebase, settle, solve

FAILED = []


def compare(label, got, pinned, digits):
    right = round(got, digits) == round(pinned, digits) or abs(got - pinned) < 0.5000001 * 10**-digits
    if not right:
        FAILED.append(label)
    print(f"  {label:28} {got:18.{digits + 6}f}   pinned {pinned:.{digits}f}{'' if right else '   DIFFERS'}")


def equilibrium(title, world, change):
    solution = solve(world, change)
    worst = max(certificate(world, change, solution).values())
    print(f"{title}   ({solution.iterations} iterations, residual {worst:.1e})")
    if worst > 1e-10:
        FAILED.append(title)
    return solution


def hats(world, solution, codes):
    for code in codes.split():
        n = world.country(code)
        print(f"    {code}: wage {solution.wage[n]:.10f}   real income {solution.real_income[n]:.10f}")


def percent(world, values, pins, label, digits=4):
    for code, pinned in pins.items():
        compare(f"{label} {code}", values[world.country(code)], pinned, digits)


def real_income(world, solution, pins):
    percent(world, 100 * (solution.real_income - 1), pins, "real income")


def trade(world, flow, importers, exporters):
    return flow[:, [world.country(c) for c in importers]][:, :, [world.country(c) for c in exporters]].sum()


def from_china(world, solution, pins):
    for code, (before, after) in pins.items():
        compare(f"from CHN to {code} before", trade(world, world.flow, [code], ["CHN"]), before, 0)
        compare(f"from CHN to {code} after", trade(world, solution.flow, [code], ["CHN"]), after, 0)


def adding(world, *changes):
    tariff = world.tariff.copy()
    for importer, exporter, points in changes:
        tariff[world.tradable, world.country(importer), world.country(exporter)] += points
    return Change(tariff=tariff)


def nafta(data):
    raw, _ = read(data / "nafta-1993")
    world = rebase(raw, equilibrium("nafta-1993: the balanced base", raw, Change(deficits="balanced")))
    table = bilateral(raw, data / "nafta-1993/tariffs_2005.csv", "set")
    bloc = ["CAN", "MEX", "USA"]
    inside = np.zeros(len(raw.countries), bool)
    inside[[raw.country(c) for c in bloc]] = True
    both = inside[:, None] & inside & ~np.isnan(table)
    solution = equilibrium("nafta-1993: tariffs of 2005 inside the bloc", world, Change(tariff=np.where(both, table, world.tariff)))
    hats(world, solution, "MEX CAN USA CHN DEU")
    terms, volume = first_order(world, solution)
    percent(world, terms, {"MEX": -0.41, "CAN": -0.11, "USA": 0.04}, "terms of trade", 2)
    percent(world, volume, {"MEX": 1.72, "CAN": 0.04, "USA": 0.04}, "volume of trade", 2)
    percent(world, terms + volume, {"MEX": 1.31, "CAN": -0.06, "USA": 0.08}, "first-order welfare", 2)
    percent(world, 100 * (solution.real_wage - 1), {"MEX": 1.72, "CAN": 0.32, "USA": 0.11}, "real wage", 2)
    real_income(world, solution, {"MEX": 0.0073, "CAN": -0.1101, "USA": 0.0741})
    rest = [c for c in world.countries if c not in bloc]
    for code, within, outside in (("MEX", 118.28, -17.03), ("CAN", 11.11, -6.98), ("USA", 40.52, -0.74)):
        for label, partners, pinned in (("inside", [c for c in bloc if c != code], within), ("outside", rest, outside)):
            ratio = trade(world, solution.flow, [code], partners) / trade(world, world.flow, [code], partners)
            compare(f"imports {label} {code}", 100 * (ratio - 1), pinned, 2)


def world_2011(data):
    world = settle(read(data / "world-2011")[0])
    solution = equilibrium("world-2011: +60", world, adding(world, ("USA", "CHN", 0.6)))
    hats(world, solution, "USA CHN CAN MEX DEU")
    real_income(world, solution, {"USA": -0.2467, "CHN": -0.4455, "CAN": 0.0492, "MEX": 0.2026, "DEU": 0.0384})
    pins = {"USA": (412844, 88258), "CAN": (57931, 64488), "MEX": (48130, 56374), "DEU": (123262, 133146)}
    from_china(world, solution, pins)


def world_2023(data):
    world = settle(read(data / "world-2023")[0])
    table = bilateral(world, data / "world-2023/us_tariffs_april_2025.csv", "set")
    tariff = np.where(np.isnan(table), world.tariff, table)
    solution = equilibrium("world-2023: April 2025", world, Change(tariff=tariff))
    codes = "USA CHN CAN MEX DEU JPN VNM IND"
    hats(world, solution, codes)
    values = 0.3587, -0.6606, -0.3989, -1.3447, -0.3831, -0.1548, -7.6525, 0.1375
    real_income(world, solution, dict(zip(codes.split(), values)))
    from_china(world, solution, {"USA": (440478, 108256), "CAN": (61875, 82208), "MEX": (88435, 104442)})
    usa = world.country("USA")
    answered = tariff.copy()
    answered[:, :, usa] = tariff[:, usa, :]
    solution = equilibrium("world-2023: April 2025, answered in kind", world, Change(tariff=answered))
    hats(world, solution, codes)
    values = -0.1146, -0.5179, -0.3812, -1.3981, -0.2990, -0.1812, -7.5567, 0.0182
    real_income(world, solution, dict(zip(codes.split(), values)))


def world_2022(data):
    world = settle(read(data / "world-2022")[0])
    codes = "USA CHN CAN MEX DEU VNM"
    solution = equilibrium("world-2022: truce", world, adding(world, ("USA", "CHN", 0.3), ("CHN", "USA", 0.1)))
    hats(world, solution, codes)
    pins = {"USA": -0.2860, "CHN": -0.3170, "CAN": 0.0600, "MEX": 0.1936, "DEU": 0.0247, "VNM": 0.3260}
    real_income(world, solution, pins)
    pins = {"USA": (532152, 257825), "CAN": (82759, 87502), "MEX": (127483, 136517)}
    from_china(world, solution, pins | {"DEU": (170671, 176749), "VNM": (123770, 129546)})
    solution = equilibrium("world-2022: breakdown", world, adding(world, ("USA", "CHN", 1.45), ("CHN", "USA", 1.25)))
    hats(world, solution, codes)
    real_income(world, solution, {"USA": -0.7729, "CHN": -0.6863, "CAN": 0.0780, "MEX": 0.3038, "VNM": 0.5725})
    solution = equilibrium("world-2022: sixty points", world, adding(world, ("USA", "CHN", 0.6)))
    hats(world, solution, codes)
    pins = {"USA": -0.4799, "CHN": -0.3849, "CAN": 0.0988, "MEX": 0.2997, "DEU": 0.0379, "VNM": 0.4976}
    real_income(world, solution, pins)
    tariff = world.tariff.copy()
    for name in ("CHN_on_USA", "USA_on_CHN"):
        tariff -= np.nan_to_num(bilateral(world, data / f"world-2022/tariffs_2018_{name}.csv", "add"))
    solution = equilibrium("world-2022: rollback", world, Change(tariff=tariff))
    hats(world, solution, codes)
    real_income(world, solution, {"USA": 0.0908, "CHN": 0.4603, "CAN": -0.0619, "MEX": -0.2481, "VNM": -0.3171})


def majors(data):
    pins = {True: ((0.0396, -1.0180), (-0.0379, -0.9972)), False: ((-0.0556, -0.1951), (-0.0745, -0.2021))}
    for scale, (alone, both) in pins.items():
        name = "majors-2017, " + ("scale" if scale else "no scale")
        raw, _ = read(data / "majors-2017", scale=scale)
        base = equilibrium(f"{name}: base", raw, Change())
        hats(raw, base, "USA CHN BRA")
        print(f"    wages move by up to {abs(base.wage - 1).max():.10f}, labour {base.labour.min():.10f} to {base.labour.max():.10f}")
        world = rebase(raw, base)
        tariff = world.tariff.copy()
        for title, table, pinned in (("US side", "us_on_china", alone), ("both sides", "china_on_us", both)):
            tariff = tariff + np.nan_to_num(bilateral(world, data / f"majors-2017/tariffs_2018_{table}.csv", "add"))
            solution = equilibrium(f"{name}: {title}", world, Change(tariff=tariff))
            hats(world, solution, "USA CHN BRA")
            real_income(world, solution, dict(zip(("USA", "CHN"), pinned)))


def main():
    data = data_folder()
    for case in (nafta, world_2011, world_2023, world_2022, majors):
        case(data)
    print(f"{len(FAILED)} differ" + (": " + ", ".join(FAILED) if FAILED else ""))
    sys.exit(bool(FAILED))


if __name__ == "__main__":
    main()
