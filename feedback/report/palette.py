"""The colours of the charts: sentinels that become the page's CSS variables, and their widths."""

COLOURS = {
    "#0a0001": "var(--ink)",
    "#0a0002": "var(--quiet)",
    "#0a0003": "var(--line)",
    "#0a0004": "var(--negative)",
    "#0a0005": "var(--neutral-mark)",
    "#0a0006": "var(--positive)",
    "#0a0007": "var(--card)",
    "#0a0008": "var(--accent)",
}
VARIABLES = {name.removeprefix("var(--").removesuffix(")"): c for c, name in COLOURS.items()}
BAND_COLOURS = [VARIABLES["negative"], VARIABLES["neutral-mark"], VARIABLES["positive"]]
WIDTHS = {"wide": 560, "narrow": 236}
"""Of the plotting area in px, beside which the axis labels come: 560 fits a card on a page of
1,080, 236 one at 360. Charts are shown at this size, so that their text is 12 px everywhere."""
