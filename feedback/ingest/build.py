"""A recognised table to responses: every row becomes one or more, or is listed with its reason."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import pandas as pd

from feedback.frames import WEIGHT
from feedback.headers import cohort_column, key, tokens
from feedback.ingest import notes
from feedback.ingest.dates import parse_dates, recognise_order
from feedback.ingest.ids import digest, names_nobody, row_keys, safe_id
from feedback.ingest.model import ColumnGuess, LeftOut, ScaleGuess, Table
from feedback.ingest.recognise import Roles, TextRole
from feedback.ingest.recognise_scores import ScoreRole
from feedback.ingest.score_columns import SCORE_DTYPES, Scored, read_scores
from feedback.ingest.scores import is_missing
from feedback.ingest.titles import standing_in, with_titles
from feedback.ingest.words import ID_RESPONSE
from feedback.notices import Notice
from feedback.settings import ReadSettings

_FEW_REPEATED = 0.1
"""Share of the rows up to which repeated ids are an accident; customers come back more often."""
_LABEL_COUNT, _LABEL_SHARE, _LABEL_PURITY, _LABEL_SCORES = 20, 0.002, 0.98, 4


@dataclass
class Built:
    """Responses of one source, with ``_content`` and ``_row``, and what there is to say of them."""

    responses: pd.DataFrame
    left_out: list[LeftOut]
    scales: tuple[ScaleGuess, ...] = ()
    counts: Counter[str] = field(default_factory=Counter)
    notices: list[Notice] = field(default_factory=list)


class TableBuilder:
    """Builds the responses of one table.

    Args:
        table: The cells.
        roles: What its columns are.
        settings: Limits and what the person decided.
        seen: Rows met so far in all files (see `ids.row_keys`).
    """

    def __init__(
        self, table: Table, roles: Roles, settings: ReadSettings, seen: Counter[str]
    ) -> None:
        self._seen = seen
        self._table, self._roles, self._settings = table, roles, settings
        self._left_out = list(table.left_out)
        self._notices = list(table.notices)
        self._counts: Counter[str] = Counter()

    def build(self) -> Built:
        """Return the responses and the list of what was left out."""
        scored = {role.name: self._scored(role) for role in self._roles.scores}
        blocks = [self._answers(text, scored) for text in self._roles.texts]
        carried = self._carried(blocks, scored)
        responses = self._finished([*blocks, *carried])
        self._list_unused(responses.index)
        self._say(scored)
        scales = tuple(scale for column in scored.values() for scale in column.scales)
        self._counts["rows-left-out"] += len({o.row for o in self._left_out if o.column is None})
        return Built(responses, self._left_out, scales, self._counts, self._notices)

    def _scored(self, role: ScoreRole) -> Scored:
        cells = self._table.frame[role.name]
        scored, problems, notices = read_scores(
            role, cells, self._settings.scale, self._groups, self._dates
        )
        self._list_cells(cells, problems, "scores-not-read")
        self._notices += notices
        return scored

    def _list_cells(self, cells: pd.Series, problems: dict[str, str], code: str) -> None:
        if not problems:
            return
        for row, cell in cells[cells.isin(list(problems))].items():
            reason = problems[cell]
            self._left_out.append(LeftOut(int(str(row)), str(cells.name), reason))
            self._counts["scores-outside-scale" if "outside" in reason else code] += 1

    def _answers(self, text: TextRole, scored: dict[str, Scored]) -> pd.DataFrame:
        """Return the answers to one open question, indexed by row."""
        score = scored.get(text.score or "")
        comments = self._comments(text, score)
        too_long = comments.str.len() > self._settings.max_cell_chars
        for row, cell in comments[too_long].items():
            reason = f"a cell of {len(cell):,} characters is not an answer"
            self._left_out.append(LeftOut(int(str(row)), text.name, reason))
            self._counts["cells-too-long"] += 1
        comments = comments.mask(too_long, "")
        return self._block(comments[comments != ""], text.guess, score)

    def _comments(self, text: TextRole, score: Scored | None) -> pd.Series:
        """Return title and body of every row, without labels that a site writes for a score."""
        bodies = alone = self._table.frame[text.name].str.strip()
        titles = self._table.frame[text.title.name].str.strip() if text.title else None
        if titles is not None:
            alone = standing_in(bodies, titles)
        labels: set[str] = set()
        for cells in (alone, titles):
            if score is not None and cells is not None:
                labels.update(_generated_labels(cells, score.numbers))
        comments = bodies.mask(bodies.isin(labels), "")
        if titles is not None:
            joined = with_titles if self._settings.titles else standing_in
            comments = joined(comments, titles.mask(titles.isin(labels), ""))
        self._counts["labels-not-comments"] += int((alone.isin(labels) & (comments == "")).sum())
        return comments

    def _block(self, comments: pd.Series, guess: ColumnGuess, score: Scored | None) -> pd.DataFrame:
        block = pd.DataFrame({"comment": comments}, index=comments.index)
        block["question"] = guess.question
        block["_key"] = key(guess.name)
        block["_score"] = score.name if score else ""
        if score:
            return block.join(score.rows)
        return block.assign(
            score=np.nan, scale=None, scale_low=np.nan, scale_high=np.nan, score_band=None
        )

    def _carried(self, blocks: list[pd.DataFrame], scored: dict[str, Scored]) -> list[pd.DataFrame]:
        """Return wordless responses for scores that no answer carries: metrics count them all."""
        result: list[pd.DataFrame] = []
        names = [*self._roles.carried, *(n for n in scored if n not in self._roles.carried)]
        for name in names:
            score = scored[name]
            rows = score.numbers.dropna().index
            is_metric = name in self._roles.carried
            for block in [*blocks, *result]:
                same = block.index[(block["_score"] == name) | (not is_metric)]
                rows = rows.difference(same)
            guess = ColumnGuess("score", name, "", None)
            if len(rows):
                empty = pd.Series("", index=rows, dtype="str")
                result.append(self._block(empty, guess, score))
        return result

    def _finished(self, blocks: list[pd.DataFrame]) -> pd.DataFrame:
        """Add what a row's responses share: ids, date, source, cohorts."""
        filled = [block for block in blocks if len(block)]
        if not filled:
            return pd.DataFrame()
        responses = pd.concat([block.astype(_BLOCK_DTYPES) for block in filled])
        frame = self._table.frame
        keys = pd.Series(row_keys(frame, self._seen), index=frame.index, dtype="str")
        base, respondent = self._ids(keys)
        has_parts = len(self._roles.texts) > 1 or len(self._roles.carried) > 1
        parts = {name: digest([name], 4) if has_parts else "" for name in set(responses["_key"])}
        part = responses["_key"].map(parts).astype("str")
        row = responses.index
        dot = "." if has_parts else ""
        responses["respondent_id"] = respondent.loc[row].to_numpy()
        responses["response_id"] = base.loc[row].to_numpy() + dot + part
        responses["_content"] = keys.loc[row].to_numpy() + part
        responses["_row"] = row.to_numpy()
        responses["date"] = self._dates.loc[row].to_numpy()
        responses["source"] = self._settings.source or np.where(
            responses["scale"].isin(["nps", "enps"]), "nps", "survey"
        )
        if self._roles.weight:
            responses[WEIGHT] = self._weights().loc[row].to_numpy()
        for name, values in self._cohorts.items():
            responses[name] = values.loc[row].to_numpy()
        return responses.drop(columns=["_key", "_score"])

    def _ids(self, keys: pd.Series) -> tuple[pd.Series, pd.Series]:
        """Return per row the id of the response and that of the respondent.

        Where no column names who answered, the id names both, unless it only counts the rows; ids
        that repeat name respondents. A few that repeat, as answers sent twice or corrected do, take
        nothing from the others: these keep the id that their source knows them by.
        """
        own = "r-" + keys
        guess = self._roles.id
        ids = _safe_ids(self._table.frame[guess.name], own) if guess else own
        repeated = ids.duplicated(keep=False)
        base = ids.mask(repeated, own) if repeated.mean() <= _FEW_REPEATED else own
        if guess and repeated.any() and base is not own and tokens(guess.name) & ID_RESPONSE:
            self._notices.append(notes.ids_repeated(guess.name, int(repeated.sum())))
        if self._roles.respondent is None:
            return base, own if self._roles.counts_rows else ids
        cells = self._table.frame[self._roles.respondent.name]
        # Two people without a name are two people.
        named = cells.mask(cells.map(names_nobody).astype(bool), "")
        return base, _safe_ids(named, own)

    @cached_property
    def _dates(self) -> pd.Series:
        guess = self._roles.date
        index = self._table.frame.index
        if guess is None:
            return pd.Series(pd.NaT, index=index, dtype="datetime64[s]")
        cells = self._table.frame[guess.name]
        order = recognise_order(Counter(cells.tolist()))
        if order.assumed:
            self._notices.append(notes.date_order_assumed(guess.name, order.day_first))
        parsed = parse_dates(cells.tolist(), order.day_first, bare_numbers=True)
        problems = {
            cell: "not a date that can be read"
            for cell, date in parsed.items()
            if date is None and not is_missing(cell)
        }
        self._list_cells(cells, problems, "dates-not-read")
        values = np.array([parsed[cell] for cell in cells.tolist()], dtype="datetime64[s]")
        return pd.Series(values, index=index)

    def _weights(self) -> pd.Series:
        """Return the weight of every row, NaN where the cell is no plain number."""
        guess = self._roles.weight
        cells = self._table.frame[guess.name if guess else ""]
        plain_numbers = cells.str.strip().str.replace(",", ".", regex=False)
        return pd.to_numeric(plain_numbers, errors="coerce").astype("float64")

    @property
    def _groups(self) -> dict[str, pd.Series]:
        """The groups of customers under their own names."""
        names = [guess.name for guess in self._roles.cohorts]
        return dict(zip(names, self._cohorts.values(), strict=True))

    @cached_property
    def _cohorts(self) -> dict[str, pd.Series]:
        columns: dict[str, pd.Series] = {}
        for guess in self._roles.cohorts:
            name = base = cohort_column(guess.name)
            n = 2
            while name in columns:
                name, n = f"{base}_{n}", n + 1
            cells = self._table.frame[guess.name].str.strip()
            columns[name] = cells.mask(cells.map(is_missing).astype(bool)).astype("str")
        return columns

    def _list_unused(self, used: pd.Index) -> None:
        listed = {left.row for left in self._left_out}
        unused = self._table.frame.index.difference(used.unique())
        self._left_out += [
            LeftOut(int(row), None, "empty row") for row in unused if int(row) not in listed
        ]

    def _say(self, scored: dict[str, Scored]) -> None:
        if not scored:
            self._notices.append(notes.no_score())
        elif not self._roles.carried:
            self._notices.append(notes.several_scores())


_BLOCK_DTYPES: dict[str, str] = {"comment": "str", "question": "str", **SCORE_DTYPES}


def _safe_ids(cells: pd.Series, own: pd.Series) -> pd.Series:
    """Return the ids of a column, a row's own where the cell is empty."""
    given = cells.map(safe_id).astype("str")
    return given.where(given != "", own)


def _generated_labels(comments: pd.Series, scores: pd.Series) -> list[str]:
    """Return the labels that a review site writes itself: each repeated, always at one score.

    Booking sites title a review without a title by its score. People repeat themselves too, but
    never with four different words that each go with one score only.
    """
    known = scores.notna() & (comments != "")
    pairs = Counter(zip(comments[known].tolist(), scores[known].tolist(), strict=True))
    totals: Counter[str] = Counter()
    for (comment, _), n in pairs.items():
        totals[comment] += n
    least = max(_LABEL_COUNT, _LABEL_SHARE * len(comments))
    labels = {
        comment: score
        for (comment, score), n in pairs.items()
        if n >= least and n >= _LABEL_PURITY * totals[comment]
    }
    return sorted(labels) if len(set(labels.values())) >= _LABEL_SCORES else []
