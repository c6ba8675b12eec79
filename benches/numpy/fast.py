"""The same model with the speed that numpy allows, for the common case: tariffs, inputs, mobile labour, no scale.

What makes it fast: one Anderson loop over all unknowns; prices swept twice in each round (a price sweep needs one of the
three bilateral products, and prices are what converges last); powers only of the costs; the tariff wedge raised
to a power only where a tariff changed; revenue summed only over sectors that bear a tariff; without inputs, wages moved
by an approximate Newton step. `Prepared` holds what depends on the baseline alone, as a program that answers many scenarios would.
"""

import numpy as np

from solve import Anderson, Solution


class Prepared:
    """What depends on the baseline only."""

    def __init__(self, world):
        if world.psi.any() or world.export_tax.any() or world.subsidy.any():
            raise ValueError("the fast solver knows tariffs, inputs and mobile labour: use solve()")
        self.world = world
        spending = world.spending
        self.spending, self.output, self.value = spending, world.output, world.value_added
        self.income = world.income
        self.buys = spending > 0
        self.every = bool(self.buys.all())
        self.reference = np.where(self.buys, spending, 1.0)
        self.wedge = 1 + world.tariff
        self.share = world.flow * self.wedge / self.reference[:, :, None]
        self.inputs = bool(world.gamma.any())
        self.newton = None if self.inputs else newton_step(world, self.share, self.output, self.value)


def newton_step(world, share, output, value):
    """Inverse of the derivative of wage less labour demand, in logs [n, n], for a world without inputs.

    Unit costs then move with the wage and spending with income, so a rise of wages dw is passed on to prices and spending
    as dw. At the base tariffs, and with every deficit taken as part of what moves: a preconditioner, not the truth.
    """
    elastic = world.theta[:, None] * world.beta
    move = np.matmul((elastic[:, None, :] * world.flow).transpose(0, 2, 1), share).sum(axis=0)
    move -= np.diag((elastic * output).sum(axis=0))
    move += (world.beta[:, None, :] * world.flow).sum(axis=0).T
    move /= value[:, None]
    return np.linalg.inv(np.eye(len(value)) - move + value / value.sum())


def solve_fast(base, tariff, tolerance=1e-11, limit=500, relax=0.5, memory=10):
    """The equilibrium under `tariff` [j,n,i], deficits fixed; every other instrument as in the base."""
    world = base.world
    size_j, size_n = world.beta.shape
    theta = world.theta[:, None]
    wedge = 1 + tariff
    b = base.share.copy()
    j, n, i = np.nonzero(wedge != base.wedge)
    b[j, n, i] *= (wedge[j, n, i] / base.wedge[j, n, i]) ** -world.theta[j]
    h = b / wedge
    taxed = np.flatnonzero(tariff.any(axis=(1, 2)))
    h_taxed = h if len(taxed) == size_j else h[taxed]
    beta, gamma, alpha, value = world.beta, world.gamma, world.alpha, base.value
    world_value, cells = value.sum(), size_j * size_n
    x = np.zeros(size_n + 2 * cells)
    inverse = -1 / theta

    def prices(wage, price):
        """One sweep: supplier powers a, sums s = B a and the new log prices."""
        cost = beta * wage
        if base.inputs:
            cost += np.matmul(np.ascontiguousarray(price.T)[:, None, :], gamma)[:, 0, :].T
        cost *= -theta
        a = np.exp(cost, out=cost)
        s = np.matmul(b, a[:, :, None])[:, :, 0]
        if not base.every:
            s[~base.buys] = 1.0
        return a, s, np.log(s) * inverse

    mixer = Anderson(len(x), memory)
    for iteration in range(1, limit + 1):
        wage, price, spend = x[:size_n], x[size_n : size_n + cells].reshape(size_j, size_n), x[size_n + cells :].reshape(size_j, size_n)
        if base.inputs:
            price = prices(wage, price)[2]
        a, s, new_price = prices(wage, price)
        total = base.reference * np.exp(spend)
        if not base.every:
            total[~base.buys] = 0.0
        m = total / s
        output = a * np.matmul(m[:, None, :], h)[:, 0, :]
        paid = np.einsum("jn,jn->n", beta, output)
        income = np.exp(wage) * value + world.deficit
        if len(taxed):
            before = m[taxed] * np.matmul(h_taxed, a[taxed][:, :, None])[:, :, 0]
            income += (total[taxed] - before).sum(axis=0)
        new_total = alpha * income
        if base.inputs:
            new_total += np.matmul(gamma, np.ascontiguousarray(output.T)[:, :, None])[:, :, 0].T
        new_total /= base.reference
        if not base.every:
            new_total[~base.buys] = 1.0
        short = np.log(paid / value) - wage
        new_wage = wage + (relax * short if base.newton is None else base.newton @ short)
        new_wage -= np.log(np.exp(new_wage) @ value / world_value)
        g = np.empty_like(x)
        g[:size_n] = new_wage
        g[size_n : size_n + cells] = new_price.ravel()
        np.log(new_total, out=g[size_n + cells :].reshape(size_j, size_n))
        f = g - x
        if base.newton is None:
            worst = max(f.max(), -f.min())
        else:
            worst = max(np.abs(f[size_n:]).max(), np.abs(short).max())
            f[size_n:] += np.tile(f[:size_n], 2 * size_j)
        if worst < tolerance:
            break
        x = mixer.step(x + f, f)
    a, s, new_price = prices(new_wage, new_price)
    total = base.reference * np.exp(g[size_n + cells :].reshape(size_j, size_n)) * base.buys
    flow = h * a[:, None, :]
    flow *= (total / s)[:, :, None]
    wage_hat = np.exp(new_wage)
    log_cost = np.log(a) * inverse
    output = flow.sum(axis=1)
    income = wage_hat * value + total.sum(axis=0) - flow.sum(axis=(0, 2)) + world.deficit
    index = np.exp(np.einsum("jn,jn->n", alpha, new_price))
    labour = output / np.where(base.output > 0, base.output, 1.0) / wage_hat
    return Solution(
        wage_hat, np.exp(new_price), np.exp(log_cost), np.where(base.output > 0, labour, 1.0), flow, total, output,
        income, tariff, world.export_tax, world.subsidy, world.deficit, income / base.income / index, wage_hat / index,
        iteration, worst,
    )
