"""The built wheel, installed where nothing of the source tree is in reach."""

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from opsledger.version import VERSION

SOURCE = Path(__file__).resolve().parent.parent
EARLY = "2025-12-05"  # with few weeks before it, so that little is forecast


@dataclass(frozen=True, slots=True)
class Installed:
    """A fresh environment that holds the wheel."""

    packages: Path
    command: Path

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """Run `opsledger` from the root folder, free of the caller's Python settings."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        return subprocess.run(
            [str(self.command), *arguments],
            cwd=Path(SOURCE.anchor),
            env=inherited | {"PYTHONUTF8": "1"} | variables,
            capture_output=True,
            encoding="utf-8",
            timeout=120,
            check=False,
        )


@pytest.fixture(scope="session")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(SOURCE)]
    completed = subprocess.run(build, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="session")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installed:
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    paths = sysconfig.get_paths(scheme="venv", vars={"base": str(folder), "platbase": str(folder)})
    scripts, packages = Path(paths["scripts"]), Path(paths["purelib"])
    python = scripts / ("python.exe" if os.name == "nt" else "python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    completed = subprocess.run(pip, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stdout + completed.stderr
    # The dependencies come from the environment that runs the tests. The .pth files in there are not followed, so
    # its editable install of the source tree stays out.
    borrowed = dict.fromkeys([sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    (packages / "dependencies.pth").write_text("\n".join(borrowed) + "\n", encoding="utf-8")
    return Installed(packages, scripts / "opsledger")


@pytest.fixture(scope="session")
def sample(installed: Installed, tmp_path_factory: pytest.TempPathFactory) -> Path:
    ledger = tmp_path_factory.mktemp("ledgers") / "sample"
    completed = installed.run("init", str(ledger), "--sample")
    assert completed.returncode == 0, completed.stderr
    return ledger


def shipped_files(folder: str) -> Iterator[str]:
    top = SOURCE / folder
    for path in top.rglob("*"):
        if path.is_file() and path.name != ".DS_Store" and "__pycache__" not in path.parts:
            yield path.relative_to(top).as_posix()


@pytest.mark.parametrize("folder", ["templates", "sample-ledger"])
def test_wheel_holds_every_file_of(folder: str, wheel: Path) -> None:
    inside = f"opsledger/{folder}/"
    with zipfile.ZipFile(wheel) as archive:
        found = {name.removeprefix(inside) for name in archive.namelist() if name.startswith(inside)}
    assert found
    assert found == set(shipped_files(folder))


def test_wheel_holds_the_package_and_its_metadata_alone(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    assert {name.split("/")[0] for name in names} == {"opsledger", f"opsledger-{VERSION}.dist-info"}
    assert "opsledger/py.typed" in names


def test_version(installed: Installed) -> None:
    completed = installed.run("--version")
    assert (completed.returncode, completed.stderr) == (0, "")
    assert VERSION in completed.stdout


def test_sample_is_written_whole(sample: Path) -> None:
    written = {path.relative_to(sample).as_posix() for path in sample.rglob("*") if path.is_file()}
    assert written >= set(shipped_files("sample-ledger"))


def test_sample_passes_its_check(installed: Installed, sample: Path) -> None:
    completed = installed.run("-C", str(sample), "check")
    assert completed.returncode == 0, completed.stdout + completed.stderr


def test_review_of_the_sample(installed: Installed, sample: Path) -> None:
    completed = installed.run("-C", str(sample), "review", "--on", EARLY, "--stdout")
    assert completed.returncode == 0, completed.stderr
    assert EARLY in completed.stdout
    for section in ("Where we stand", "Work flowing in", "Work flowing out", "Decide"):
        assert section in completed.stdout


def test_page_of_the_sample(installed: Installed, sample: Path) -> None:
    completed = installed.run("-C", str(sample), "review", "--on", EARLY, "--html", "--stdout")
    assert completed.returncode == 0, completed.stderr
    assert completed.stdout.endswith("</html>\n")


def test_nothing_is_imported_from_the_source_tree(installed: Installed, sample: Path) -> None:
    completed = installed.run("-C", str(sample), "review", "--on", EARLY, "--stdout", PYTHONVERBOSE="1")
    assert completed.returncode == 0, completed.stderr[-2000:]
    assert str(installed.packages / "opsledger") in completed.stderr
    assert str(SOURCE / "opsledger") not in completed.stderr
