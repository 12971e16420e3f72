"""The files of docs/deploy are what the programs that read them take: systemd's own check, YAML, and no name that is not there."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from ui.cli.main import _parser

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
STRICT = (
    "ProtectSystem=strict", "NoNewPrivileges=yes", "CapabilityBoundingSet=", "PrivateDevices=yes", "ProtectHome=yes", "UMask=0077",
    "User=sameside", "SystemCallFilter=@system-service",
)  # fmt: skip


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_is_shut_in(unit: Path) -> None:
    lines = unit.read_text(encoding="utf-8").splitlines()
    assert set(STRICT) <= set(lines)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_takes_a_unit(unit: Path, tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("there is no systemd here to ask")
    name = unit.name.replace("@", "@1")
    text = re.sub(r"(?m)^(ExecStart=)\S+", r"\1/bin/true", unit.read_text(encoding="utf-8"))
    (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(["systemd-analyze", "verify", str(tmp_path / name)], capture_output=True, text=True)
    assert [line for line in done.stderr.splitlines() if name in line] == []


def test_what_was_deleted_is_noted_more_often_than_a_backup_is_made() -> None:
    timers = {path.stem: path.read_text(encoding="utf-8").splitlines() for path in (DEPLOY / "systemd").glob("*.timer")}
    assert set(timers) == {"sameside-backup", "sameside-deleted"}
    assert "OnCalendar=hourly" in timers["sameside-deleted"]
    assert all((DEPLOY / "systemd" / f"{name}.service").exists() for name in timers)


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_a_unit_gives_commands_that_there_are(unit: Path) -> None:
    commands = re.findall(r"(?m)^ExecStart=\S+/sameside (.+)$", unit.read_text(encoding="utf-8"))
    assert commands
    for command in commands:
        words = command.split()
        assert callable(_parser(words).parse_args(words).run)


def test_what_is_served_in_containers_are_commands_that_there_are() -> None:
    yaml = pytest.importorskip("yaml", reason="reads YAML: pip install pyyaml")
    compose = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
    services = compose["services"]
    for name in ("dashboard", "worker"):
        words = services[name]["command"]
        assert callable(_parser(words).parse_args(words).run)
        assert services[name]["read_only"] and services[name]["cap_drop"] == ["ALL"]
    named = {
        secret if isinstance(secret, str) else secret["source"]
        for of in services.values()
        for secret in of.get("secrets", ())
    }
    assert named == set(compose["secrets"])
    assert {network for of in services.values() for network in of.get("networks", ())} == set(compose["networks"])
    mounted = {volume.split(":")[0] for of in services.values() for volume in of.get("volumes", ())}
    assert {volume for volume in mounted if not volume.startswith(".")} == set(compose["volumes"])
    published = {name for name, of in services.items() if of.get("ports")}
    assert published == {"proxy", "identities"}
    for document in yaml.safe_load_all((DEPLOY / "kubernetes" / "dask-cluster.yaml").read_text(encoding="utf-8")):
        assert {"apiVersion", "kind", "metadata", "spec"} <= set(document)


def test_the_page_names_every_file() -> None:
    page = (ROOT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert all((ROOT / "docs" / link).exists() for link in re.findall(r"\]\(([\w/.-]+)\)", page))
    assert all(f"deploy/{path.name}" in page for path in DEPLOY.iterdir())
