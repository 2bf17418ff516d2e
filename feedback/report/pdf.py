"""A written page as PDF, printed by a Chromium that is installed."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from feedback.errors import WorkspaceError

BROWSERS = (
    *("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome"),
    *("microsoft-edge", "msedge", "brave-browser"),
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
)
VARIABLE = "FEEDBACK_CHROMIUM"
SECONDS = 180
_DATE = re.compile(rb"(/(?:CreationDate|ModDate) \(D:)\d{14}")


def find_browser() -> str:
    """Return the path of an installed Chromium, or of the one that `FEEDBACK_CHROMIUM` names.

    Raises:
        WorkspaceError: There is none.
    """
    named = os.environ.get(VARIABLE)
    for name in (named,) if named else BROWSERS:
        if found := shutil.which(name):
            return found
    raise WorkspaceError(
        f"{VARIABLE} names no program" if named else "no Chromium, Chrome or Edge is installed",
        where=named or "--pdf",
        todo=f"Install one (Debian: apt install chromium), or name it in {VARIABLE}; "
        "any browser prints the page too",
    )


def write_pdf(page: Path, out: Path) -> Path:
    """Print `page` to `out` on A4; the same page gives the same pages with the same browser.

    The browser opens the file alone: no profile, no network, no extension.

    Raises:
        WorkspaceError: No browser is installed, it fails, or `out` cannot be written.
    """
    browser = find_browser()
    with tempfile.TemporaryDirectory(prefix="feedback-pdf-") as folder:
        printed = Path(folder) / "page.pdf"
        done = subprocess.run(  # noqa: S603 - a browser found on this machine, our own page
            _command(browser, Path(folder), page, printed),
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
        if done.returncode or not printed.is_file():
            raise WorkspaceError(
                f"the browser could not print (exit {done.returncode})",
                where=browser,
                todo="Open the page in a browser and print it from there",
            )
        # The clock is all that differs between two prints of one page.
        content = _DATE.sub(rb"\g<1>20000101000000", printed.read_bytes())
    try:
        out.write_bytes(content)
    except OSError as error:
        raise WorkspaceError(
            f"cannot write: {error.strerror or error}",
            where=str(out),
            todo="Choose another place, or free some space",
        ) from error
    return out


def _command(browser: str, profile: Path, page: Path, printed: Path) -> list[str]:
    # Chromium refuses its sandbox to root; the page's own policy lets nothing run but our script.
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    return [
        browser,
        "--headless",
        "--disable-gpu",
        "--disable-extensions",
        "--no-first-run",
        "--host-resolver-rules=MAP * ~NOTFOUND",
        f"--user-data-dir={profile / 'profile'}",
        "--no-pdf-header-footer",
        "--virtual-time-budget=8000",
        *(["--no-sandbox"] if is_root else []),
        f"--print-to-pdf={printed}",
        page.resolve().as_uri(),
    ]
