"""Which themes go with the score at all, and only then in which band: a test in two steps.

The three bands of one theme are no separate findings: who is over-represented among detractors is
under-represented among the others. Corrected all together (Benjamini & Hochberg, 1995, over themes
x bands), 3.5 % of the bands found are false, but 5.8 % of the *themes* that a reader sees marked,
for chance marks a theme with one band and a real link with two or three (20 themes, 5 of them real,
600 answers, 200 worlds). In two steps (Benjamini & Bogomolov, 2014) it is 2.3 and 3.2 %, and 0.997
of the real themes are found as against 0.998; of themes of half that strength 0.40 as against 0.43.
With scores shuffled against themes 4.0 % of 3,000 batches show any discovery, before 4.6 %.
"""

import numpy as np

from feedback.bands.tables import EMPTY, Floats, q_values


def theme_p_values(
    cited: Floats, totals: Floats, min_expected: float, effects: Floats | None = None
) -> Floats:
    """Return per theme the p-value of no link with the bands, shape (n_themes,); NaN: no test.

    Args:
        cited: Answers of each band that cite the theme, shape (n_bands, n_themes); of weighted
            answers fractions, scaled to their effective number.
        totals: Answers of each band, shape (n_bands,).
        min_expected: Freeman and Halton's exact test (1951) where an expected count is smaller,
            else Pearson's chi-squared test.
        effects: Design effects that counts and totals are divided by (`design.Design.effects`),
            shape (n_themes,); None: 1 each.
    """
    from scipy.stats import chi2

    effects = np.ones(cited.shape[1]) if effects is None else effects
    used = totals > EMPTY * totals.sum()
    cited, totals = cited[used], totals[used]
    n, citing = totals.sum(), cited.sum(axis=0)
    p_values = np.full(len(citing), np.nan)
    known = np.minimum(citing, n - citing) > EMPTY * n
    if len(totals) < 2:
        return p_values
    smaller = np.minimum(citing, n - citing) * totals.min() / n / effects
    spread = totals[:, None] * np.where(known, citing * (n - citing), 1) / n**2
    statistic = ((cited - totals[:, None] * citing / n) ** 2 / spread).sum(axis=0)
    p_values[known] = chi2.sf((statistic / effects)[known], len(totals) - 1)
    for i in np.flatnonzero(known & (smaller < min_expected)):
        p_values[i] = freeman_halton(
            np.rint(cited[:, i] / effects[i]), np.rint(totals / effects[i])
        )
    return p_values


def freeman_halton(cited: Floats, totals: Floats) -> float:
    """Return Freeman and Halton's (1951) exact p-value of a table of two rows and 2 or 3 columns.

    The chance, with all margins as they are, of a table as unlikely as this one or more so.

    Args:
        cited: First row, whole numbers, shape (2,) or (3,).
        totals: Sums of the columns, at least `cited`.
    """
    from scipy.special import gammaln

    order = np.argsort(totals, kind="stable")
    cited, totals = cited[order], np.maximum(totals, cited)[order]
    drawn = cited.sum()
    # Every table with these margins: all counts of the two smaller columns, the rest in the last.
    grid = [np.arange(min(drawn, total) + 1) for total in totals[:-1]]
    tables = np.stack(np.meshgrid(*grid, indexing="ij")).reshape(len(grid), -1)
    last = drawn - tables.sum(axis=0)
    tables = np.vstack([tables, last])[:, (last >= 0) & (last <= totals[-1])]

    def log_ways(counts: Floats) -> Floats:
        ways: Floats = gammaln(totals + 1) - gammaln(counts + 1) - gammaln(totals - counts + 1)
        return ways

    log_chances = log_ways(tables.T).sum(axis=1)
    rare = log_chances <= log_ways(cited).sum() + 1e-7
    least = log_chances.max()
    chances = np.exp(log_chances - least)
    return float(min(1.0, chances[rare].sum() / chances.sum()))


def two_step_q_values(bands: Floats, themes: Floats) -> Floats:
    """Return for each theme and band the lowest level at which both steps find it.

    At a level q the first step (Benjamini & Hochberg) finds R of the m themes; within each of them
    the second step does the same over its bands at the level q x R / m (Benjamini & Bogomolov).

    Args:
        bands: p-values, shape (n_themes, n_bands); NaN where there is no test.
        themes: p-values, shape (n_themes,).

    Returns:
        Shape of `bands`, NaN where there is no test.
    """
    tested = ~np.isnan(themes)
    found = np.full(bands.shape, np.nan)
    if not tested.any():
        return found
    within = np.stack([q_values(row) for row in bands[tested]])
    own = np.maximum(within, themes[tested][:, None])
    # With R themes found the level is at least m / R times the R-th smallest p-value, and what is
    # asked within a theme at most as strict: the best R is taken.
    ranked = np.sort(themes[tested])
    count = np.arange(1, len(ranked) + 1)
    levels = np.maximum(own[:, :, None], ranked) * len(ranked) / count
    found[tested] = np.minimum(levels.min(axis=2), 1.0)
    return found
