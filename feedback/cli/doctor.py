"""`feedback doctor`: what is installed, what is missing, and the command that mends it."""

from pathlib import Path

import typer

from feedback.cli.common import (
    JsonOption,
    WorkspaceOption,
    finite,
    print_json,
    say,
)


def doctor(workspace: WorkspaceOption = Path(), json_: JsonOption = False) -> None:
    """Check the installation, the models and the workspace; exit 1 when something is missing."""
    from feedback import health

    findings = [finite(item.to_dict()) for item in health.examine(workspace)]
    healthy = all(item["status"] != "missing" for item in findings)
    if json_:
        print_json({"healthy": healthy, "findings": findings})
    else:
        marks = {"ok": "ok     ", "optional": "option ", "missing": "MISSING"}
        for item in findings:
            say(f"{marks[item['status']]} {item['name']}: {item['detail']}")
            if item["fix"]:
                say(f"        fix: {item['fix']}")
        say("Everything needed is there." if healthy else "Something is missing; see the fixes.")
    if not healthy:
        raise typer.Exit(1)
