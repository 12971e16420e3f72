"""The page of licences is what the command makes of what is installed, and nothing is in a wheel whose licence nobody has read."""

from __future__ import annotations

import importlib.metadata
import platform
from pathlib import Path

import pytest
from packaging.utils import canonicalize_name

from build_weights import licences
from build_weights.requirements import constraints, locked

PAGE = Path(__file__).parents[1] / "docs" / "licences.md"
WHEELS = Path(importlib.metadata.distribution("numpy").locate_file(""))


def installed() -> dict[str, str]:
    return {canonicalize_name(each.name): each.version for each in importlib.metadata.distributions()}


def test_the_page_is_what_is_installed() -> None:
    here = installed()
    other = {name: here[name] for name, version in constraints().items() if here.get(name, version) != version}
    if other or (platform.system(), platform.machine()) != ("Linux", "x86_64"):
        pytest.skip(
            f"the page is of the constraints' versions on Linux x86-64; here are {other or platform.platform()}"
        )
    assert PAGE.read_text(encoding="utf-8") == licences.document() + "\n", "run `make licences`"


def test_every_package_has_a_licence_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for name, version in {**constraints(), **{entry.name: entry.version for entry in locked()}}.items():
        assert page.count(f"| {name} | {version} | ") == 1


def test_the_gpl_libraries_in_pyavs_wheel_are_said() -> None:
    found = set(licences.bundled_libraries(WHEELS).get("av", ()))
    if not found:
        pytest.skip("PyAV was not installed as a wheel for Linux")
    page = PAGE.read_text(encoding="utf-8")
    gpl = {library for library in found if licences.library_licence(library).startswith("GPL-2")}
    assert gpl == found & {"libx264", "libx265"}  # none there: say so on the page, and that nothing follows
    assert all(f"| av | {library} | GPL-2.0-or-later |" in page for library in gpl)


def test_a_library_nobody_has_read_the_licence_of_is_not_passed_over(tmp_path: Path) -> None:
    (tmp_path / "box.libs").mkdir()
    (tmp_path / "box.libs" / "libsecret-1a2b3c4d.so.2.0").touch()
    assert licences.bundled_libraries(tmp_path) == {"box": ["libsecret"]}
    with pytest.raises(LookupError, match="libsecret is in a wheel"):
        licences.library_licence("libsecret")
