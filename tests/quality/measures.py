"""The figures of the quality gate, measured on the demo corpus against its truth.

The corpus is never trained on; nothing in the product knows it.
"""

import pandas as pd
from sklearn.metrics import adjusted_mutual_info_score, f1_score

CONTRADICTIONS = ("praise-low-score", "complaint-high-score", "inverted-scale")
EMERGING = "sso_login"


def nps_truth(truth: pd.DataFrame, month: str) -> pd.DataFrame:
    """Return the truth of one month's NPS comments by response id."""
    rows = truth[truth["file"] == f"nps_{month}.csv"]
    return rows.set_index("id")


def sentiment_macro_f1(months: dict, truth: pd.DataFrame) -> float:
    """Macro-F1 of response sentiment over comments that are neither fillers nor mixed."""
    pairs = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        known = known[(known["filler"] == "0") & (known["mixed"] == "0")]
        found = run.frames.responses.set_index("response_id")["sentiment"]
        pairs.append(pd.DataFrame({"found": found, "truth": known["sentiment"]}).dropna())
    both = pd.concat(pairs)
    return float(f1_score(both["truth"], both["found"], average="macro"))


def theme_ami(months: dict, truth: pd.DataFrame) -> float:
    """AMI of each comment's strongest theme, over comments with exactly one true theme."""
    from feedback.evaluation.themes import strongest_theme

    scores = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        single = known[~known["themes"].str.contains(";") & ~known["themes"].isin(["none"])]
        frames = run.frames
        assigned = strongest_theme(frames.responses, frames.segments, frames.assignments)
        assigned.index = frames.responses["response_id"]
        ids = single.index.intersection(assigned.index)
        scores.append(adjusted_mutual_info_score(single.loc[ids, "themes"], assigned.loc[ids]))
    return float(sum(scores) / len(scores))


def contradiction_recall(months: dict, truth: pd.DataFrame) -> float:
    """Share of the planted contradictions that are flagged as such."""
    hits = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        planted = known.index[known["contradiction"] == "1"]
        anomalies = run.frames.anomalies
        flagged = set(anomalies.loc[anomalies["kind"].isin(CONTRADICTIONS), "response_id"])
        hits += [response in flagged for response in planted]
    return sum(hits) / len(hits)


def contradiction_precision(months: dict, truth: pd.DataFrame) -> float:
    """Share of the flagged contradictions that were planted."""
    hits = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        planted = set(known.index[known["contradiction"] == "1"])
        anomalies = run.frames.anomalies
        chosen = anomalies["kind"].isin(CONTRADICTIONS) & anomalies["response_id"].isin(known.index)
        hits += [response in planted for response in anomalies.loc[chosen, "response_id"]]
    return sum(hits) / len(hits)


def duplicate_recall(months: dict, truth: pd.DataFrame) -> float:
    """Share of the planted near-duplicates that are flagged."""
    hits = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        copies = known.index[known["duplicate_of"] != ""]
        anomalies = run.frames.anomalies
        flagged = set(anomalies.loc[anomalies["kind"] == "near-duplicate", "response_id"])
        hits += [response in flagged for response in copies]
    return sum(hits) / len(hits)


def filler_f1(months: dict, truth: pd.DataFrame) -> float:
    """F1 of non-answers among non-empty comments."""
    pairs = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        found = run.frames.responses.set_index("response_id")["is_filler"]
        pairs.append(pd.DataFrame({"found": found, "truth": known["filler"] == "1"}).dropna())
    both = pd.concat(pairs).astype(bool)
    return float(f1_score(both["truth"], both["found"]))


def language_accuracy(months: dict, truth: pd.DataFrame) -> float:
    """Accuracy of the language over French and English comments that say something."""
    pairs = []
    for month, run in months.items():
        known = nps_truth(truth, month)
        known = known[(known["filler"] == "0") & known["language"].isin(["fr", "en"])]
        found = run.frames.responses.set_index("response_id")["language"]
        pairs.append(pd.DataFrame({"found": found, "truth": known["language"]}).dropna())
    both = pd.concat(pairs)
    return float((both["found"] == both["truth"]).mean())


def emerging_purity(months: dict, truth: pd.DataFrame) -> float:
    """Best F1 of a theme of the last month, unknown before it, against the planted new one."""
    month, run = list(months.items())[-1]
    known = nps_truth(truth, month)
    planted = set(known.index[known["themes"].str.contains(EMERGING)])
    frames = run.frames
    joined = frames.assignments.merge(frames.segments[["segment_id", "response_id"]])
    new = frames.themes.loc[frames.themes["first_batch"] == month, "theme_id"]
    best = 0.0
    for theme in new:
        cited = set(joined.loc[joined["theme_id"] == theme, "response_id"]) & set(known.index)
        shared = len(cited & planted)
        best = max(best, 2 * shared / (len(cited) + len(planted)))
    return best


MEASURES = {
    "sentiment_macro_f1": sentiment_macro_f1,
    "theme_ami": theme_ami,
    "contradiction_recall": contradiction_recall,
    "contradiction_precision": contradiction_precision,
    "duplicate_recall": duplicate_recall,
    "filler_f1": filler_f1,
    "language_accuracy": language_accuracy,
    "emerging_f1": emerging_purity,
}
