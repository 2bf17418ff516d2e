"""Whether themes stay: in any row order, on other samples, in the next month, and as data grow."""

import resource
import subprocess
import sys
from collections.abc import Iterator

import numpy as np
import pandas as pd

from benchmarks import corpora
from benchmarks.record import Row
from benchmarks.theme_runs import Texts, bertopic_defaults, run, theme_encoder
from feedback import encoders, themes
from feedback.settings import Settings

SEEDS = (1, 2, 3, 4, 5)
PART = 0.8
SIZES = (20_000, 200_000)


def rows() -> Iterator[Row]:
    """Measure on app reviews and the telco survey, then the growth in processes of their own."""
    settings = Settings()
    embed = theme_encoder(settings)
    reviews = corpora.app_reviews()
    texts = [str(text) for text in reviews["data"]]
    whole = Texts.of(texts, reviews["language"].to_numpy(), embed)
    yield _shuffled(whole, embed, settings)
    yield _parts(whole, embed, settings)
    yield _again("11,043 app reviews", whole, embed, settings)
    telco = pd.read_csv(corpora.folder() / "nps" / "telco_en.csv").dropna(subset=["text"])
    survey = Texts.of(list(telco["text"]), np.full(len(telco), "en"), embed)
    yield _again("telco en", survey, embed, settings)
    yield from _growth()


def _shuffled(whole: Texts, embed: encoders.CachedEncoder, settings: Settings) -> Row:
    order = np.random.default_rng(0).permutation(len(whole.texts))
    straight = run(whole.request(embed, settings)).assigned
    shuffled = run(whole.rows(order).request(embed, settings)).assigned
    same = float((straight == shuffled.reindex(straight.index)).mean())
    test = "11,043 app reviews shuffled, rows with the same theme"
    return Row("theme_stability", test, same, ">= 1")


def _parts(whole: Texts, embed: encoders.CachedEncoder, settings: Settings) -> Row:
    """Compare the themes of two 80 % parts on the rows they share, for us and for BERTopic."""
    ours, theirs = [], []
    for seed in SEEDS:
        random = np.random.default_rng(seed)
        n = len(whole.texts)
        parts = [
            whole.rows(np.sort(random.choice(n, int(PART * n), replace=False))) for _ in range(2)
        ]
        ours.append(_agreement([run(part.request(embed, settings)).assigned for part in parts]))
        if seed in SEEDS[:2]:
            found = [bertopic_defaults(part.texts, part.vectors).labels for part in parts]
            theirs.append(
                _agreement([pd.Series(f, index=p.ids) for f, p in zip(found, parts, strict=True)])
            )
    return Row(
        "theme_stability",
        "app reviews, two 80 % parts, ARI on the shared rows",
        float(np.mean(ours)),
        ">= 0.70",
        f"BERTopic defaults {np.mean(theirs):.3f}",
        f"mean of {len(SEEDS)} pairs, {min(ours):.3f} to {max(ours):.3f}",
    )


def _agreement(found: list[pd.Series]) -> float:
    from sklearn.metrics import adjusted_rand_score

    first, second = found
    shared = first.index.intersection(second.index)
    return float(adjusted_rand_score(first[shared], second[shared]))


def _again(name: str, texts: Texts, embed: encoders.CachedEncoder, settings: Settings) -> Row:
    """Run the same texts once more as the next batch."""
    first = run(texts.request(embed, settings))
    book = first.result.codebook(themes.Codebook())
    second = run(texts.request(embed, settings, book))
    same = float((first.assigned == second.assigned).mean())
    return Row(
        "theme_stability", f"{name} run again as a new batch, same theme id", same, ">= 0.95"
    )


def _growth() -> Iterator[Row]:
    """Time 20,000 and 200,000 segments, each in a process of its own for its peak of memory."""
    found = {n: _measured(n) for n in SIZES}
    few, many = (found[n] for n in SIZES)
    each = {n: 1e3 * found[n][0] / n for n in SIZES}
    yield Row(
        "theme_stability",
        "200,000 segments, peak memory in GB",
        many[1],
        "<= 3",
        "",
        "vectors, themes and names; the process as a whole",
    )
    yield Row(
        "theme_stability",
        "time per segment at 200,000 against 20,000",
        each[SIZES[1]] / each[SIZES[0]],
        "<= 1.3",
        "",
        f"{many[0]:.0f} s against {few[0]:.1f} s, libraries loaded before; "
        f"{int(many[2])} and {int(few[2])} themes",
    )


def _measured(n: int) -> list[float]:
    """Return seconds, gigabytes and number of themes of a run over `n` segments."""
    command = [sys.executable, "-m", "benchmarks.theme_stability", str(n)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return [float(word) for word in done.stdout.split()]


def main() -> None:
    """Run over so many segments and print seconds, gigabytes and the number of themes."""
    settings = Settings()
    embed = theme_encoder(settings)
    texts = _many(int(sys.argv[1]), embed)
    # Importing BERTopic and loading spaCy take as long for few texts as for many: not timed.
    run(
        texts.rows(np.arange(0, len(texts.texts), len(texts.texts) // 500)).request(embed, settings)
    )
    done = run(texts.request(embed, settings))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(done.seconds, peak, done.assigned[done.assigned != ""].nunique())


def _many(n: int, embed: encoders.CachedEncoder) -> Texts:
    """Return `n` texts: the reviews, then reviews of one language joined in pairs.

    A pair has the mean of its vectors: encoding 200,000 texts is another stage's time.
    """
    reviews = corpora.app_reviews()
    texts = [str(text)[:200] for text in reviews["data"]]
    languages = reviews["language"].to_numpy()
    vectors = embed(texts)
    random = np.random.default_rng(0)
    partner = np.empty((n - len(texts), 2), dtype=np.int64)
    partner[:, 0] = random.integers(0, len(texts), len(partner))
    for language in np.unique(languages):
        mine = np.flatnonzero(languages[partner[:, 0]] == language)
        partner[mine, 1] = random.choice(np.flatnonzero(languages == language), len(mine))
    joined = [f"{texts[a]} {texts[b]}" for a, b in partner.tolist()]
    means = (vectors[partner[:, 0]] + vectors[partner[:, 1]]) / 2
    return Texts(
        texts + joined,
        np.concatenate([languages, languages[partner[:, 0]]]),
        np.concatenate([vectors, means]).astype(np.float32),
        np.array([f"r{number:06d}" for number in range(n)]),
    )


if __name__ == "__main__":
    main()
