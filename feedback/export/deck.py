"""A PowerPoint deck with titles that say something and charts that stay charts."""

import datetime as dt
import io
import math
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from feedback.errors import FeedbackError
from feedback.export.files import without_controls
from feedback.export.tables import plain

LONGEST = 220
_CREATED = dt.datetime(2000, 1, 1)
_ZIP_DATE = (1980, 1, 1, 0, 0, 0)
_WIDE = (13.333, 7.5)
COLOURS = {"low": "B3541E", "mid": "6D7278", "high": "1F6F78", "accent": "2B4A8B", "none": "9AA0A6"}
_INK, _QUIET = "1D2125", "5B6167"
_STRIPES = ("F4F2ED", "FFFFFF")


class Deck:
    """Slides of 16:9, each with a title; text is put in as text, whatever it holds.

    Raises:
        FeedbackError: python-pptx is not installed.
    """

    def __init__(self) -> None:
        try:
            from pptx import Presentation
            from pptx.util import Inches
        except ImportError as error:
            raise FeedbackError(
                "slides need python-pptx, which is not installed",
                todo="Run: pip install 'feedback[pptx]'",
            ) from error
        self._inches = Inches
        self._deck = Presentation()
        self._deck.slide_width, self._deck.slide_height = map(Inches, _WIDE)
        self._deck.core_properties.created = self._deck.core_properties.modified = _CREATED

    def slide(self, title: str, note: str = "") -> Any:
        """Add a slide with its title and, in smaller letters under it, how to read it."""
        from pptx.util import Pt

        slide = self._deck.slides.add_slide(self._deck.slide_layouts[5])
        box = slide.shapes.title
        box.left, box.top, box.width, box.height = map(self._inches, (0.6, 0.35, 12.1, 1.05))
        box.text_frame.word_wrap = True
        box.text_frame.text = short(title)
        self._set(box.text_frame, 28 if len(title) < 90 else 22, _INK, bold=True)
        if note:
            frame = self._text_box(slide, (0.6, 1.35, 12.1, 0.5))
            frame.text = short(note, 400)
            self._set(frame, 13, _QUIET)
        box.text_frame.paragraphs[0].space_after = Pt(0)
        return slide

    def paragraphs(
        self, slide: Any, texts: Sequence[str], place: tuple[float, float, float, float], size: int
    ) -> None:
        """Add a box of paragraphs at `place` (left, top, width, height in inches)."""
        from pptx.util import Pt

        frame = self._text_box(slide, place)
        for i, text in enumerate(texts):
            paragraph = frame.paragraphs[0] if i == 0 else frame.add_paragraph()
            paragraph.text = short(text, 420)
            paragraph.space_after = Pt(8)
        self._set(frame, size, _INK)

    def table(self, slide: Any, rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """Add a table; the first row is its header, `widths` are in inches."""
        place = (0.6, 1.95, sum(widths), 0.36 * len(rows))
        shape = slide.shapes.add_table(len(rows), len(rows[0]), *map(self._inches, place))
        for j, width in enumerate(widths):
            shape.table.columns[j].width = self._inches(width)
        for i, row in enumerate(rows):
            for j, text in enumerate(row):
                cell = shape.table.cell(i, j)
                cell.text = text
                cell.fill.solid()
                cell.fill.fore_color.rgb = _rgb(COLOURS["accent"] if i == 0 else _STRIPES[i % 2])
                self._set(cell.text_frame, 12, "FFFFFF" if i == 0 else _INK)

    def bars(
        self,
        slide: Any,
        names: Sequence[str],
        series: Mapping[str, tuple[Sequence[float | None], str]],
        place: tuple[float, float, float, float],
        number_format: str,
    ) -> Any:
        """Add a native bar chart: `series` gives the values and the colour of each name."""
        from pptx.enum.chart import XL_CHART_TYPE, XL_TICK_LABEL_POSITION

        chart = self._chart(slide, XL_CHART_TYPE.BAR_CLUSTERED, names, series, place, number_format)
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        chart.plots[0].gap_width = 45
        for made, (_, colour) in zip(chart.plots[0].series, series.values(), strict=True):
            made.format.fill.solid()
            made.format.fill.fore_color.rgb = _rgb(colour)
            made.invert_if_negative = False
        return chart

    def lines(
        self,
        slide: Any,
        names: Sequence[str],
        series: Mapping[str, tuple[Sequence[float | None], str]],
        place: tuple[float, float, float, float],
        number_format: str,
    ) -> Any:
        """Add a native line chart."""
        from pptx.enum.chart import XL_CHART_TYPE

        chart = self._chart(slide, XL_CHART_TYPE.LINE_MARKERS, names, series, place, number_format)
        for made, (_, colour) in zip(chart.plots[0].series, series.values(), strict=True):
            made.smooth = False
            made.format.line.color.rgb = _rgb(colour)
        return chart

    def content(self) -> bytes:
        """Return the file: the same slides give the same bytes, whatever the clock says."""
        written = io.BytesIO()
        self._deck.save(written)
        return timeless(written.getvalue())

    def _chart(
        self,
        slide: Any,
        kind: Any,
        names: Sequence[str],
        series: Mapping[str, tuple[Sequence[float | None], str]],
        place: tuple[float, float, float, float],
        number_format: str,
    ) -> Any:
        from pptx.chart.data import CategoryChartData
        from pptx.enum.chart import XL_LEGEND_POSITION
        from pptx.util import Pt

        data = CategoryChartData(number_format=number_format)
        data.categories = [short(name, 40) for name in names]
        for name, (values, _) in series.items():
            data.add_series(short(name, 40), values)
        shape = slide.shapes.add_chart(kind, *map(self._inches, place), data)
        chart = shape.chart
        chart.font.size = Pt(12)
        chart.has_title = False
        chart.has_legend = len(series) > 1
        if chart.has_legend:
            chart.legend.position = XL_LEGEND_POSITION.BOTTOM
            chart.legend.include_in_layout = False
        chart.value_axis.tick_labels.number_format = number_format
        chart.value_axis.tick_labels.number_format_is_linked = False
        _steps(chart.value_axis, [v for values, _ in series.values() for v in values if v])
        chart.value_axis.major_gridlines.format.line.color.rgb = _rgb("E0DCD4")
        return chart

    def _text_box(self, slide: Any, place: tuple[float, float, float, float]) -> Any:
        frame = slide.shapes.add_textbox(*map(self._inches, place)).text_frame
        frame.word_wrap = True
        return frame

    def _set(self, frame: Any, size: int, colour: str | None, *, bold: bool = False) -> None:
        from pptx.enum.text import PP_ALIGN
        from pptx.util import Pt

        for paragraph in frame.paragraphs:
            paragraph.alignment = PP_ALIGN.LEFT
            paragraph.font.size = Pt(size)
            if bold:
                paragraph.font.bold = True
            if colour:
                paragraph.font.color.rgb = _rgb(colour)


def _steps(axis: Any, values: Sequence[float]) -> None:
    """Mark an axis in four to eight round steps, so that its labels never touch."""
    span = max([0.0, *values]) - min([0.0, *values])
    if not span or not math.isfinite(span):
        return
    unit = 10.0 ** math.floor(math.log10(span))
    axis.major_unit = next(u for u in (unit / 5, unit / 2, unit, unit * 2) if span / u <= 6)


def _rgb(colour: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(colour)


def timeless(archive: bytes) -> bytes:
    """Return a zip archive with fixed dates, the workbooks inside charts included."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as old, zipfile.ZipFile(written, "w") as new:
        for entry in old.infolist():
            content = old.read(entry)
            if entry.filename.endswith(".xlsx"):
                content = timeless(content)
            elif entry.filename == "docProps/core.xml" and b"dcterms" in content:
                content = _dateless(content)
            fixed = zipfile.ZipInfo(entry.filename, _ZIP_DATE)
            fixed.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(fixed, content)
    return written.getvalue()


def _dateless(core: bytes) -> bytes:
    import re

    return re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"2000-01-01T00:00:00Z", core)


def short(text: Any, longest: int = LONGEST) -> str:
    """Return a text on one line, without controls, cut with an ellipsis."""
    clean = " ".join(without_controls(str(plain(text) or "")).split())
    return clean if len(clean) <= longest else clean[: longest - 1] + "…"
