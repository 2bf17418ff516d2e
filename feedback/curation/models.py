"""Which models are there."""

from typing import Any

from feedback import encoders, resources
from feedback.workspace import Workspace


def list_models(workspace: Workspace) -> list[dict[str, Any]]:
    """Return encoders, shipped heads and the workspace's own heads as plain rows."""
    rows = [
        {
            "name": model.name,
            "kind": "encoder",
            "version": model.version or "",
            "licence": model.licence,
            "ready": model.state != "missing",
            "quality": "",
        }
        for model in encoders.status()
    ]
    folder = resources.models_dir()
    rows += [
        {
            "name": entry["name"],
            "kind": "head",
            "version": entry["version"],
            "licence": entry["licence"],
            "ready": (folder / entry["file"]).is_file(),
            "quality": entry.get("quality", ""),
        }
        for entry in resources.manifest()
    ]
    own = workspace.own_models_dir
    rows += [
        {
            "name": path.parent.name,
            "kind": "own head",
            "version": "",
            "licence": "yours",
            "ready": True,
            "quality": "",
        }
        for path in sorted(own.glob("*/*.safetensors"))
    ]
    return rows
