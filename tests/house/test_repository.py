"""What the repository holds, and what it must not: paths of a machine, real people's addresses, too many packages."""

import itertools
import re
import subprocess
import tomllib

import pytest

from tests.house import tree

MACHINE = re.compile(r"(?<![\w.])/(root|home|Users|work)/[\w.]|[A-Z]:\\\\Users")
ADDRESS = re.compile(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)*\.[a-z]{2,})\b", re.IGNORECASE)
MOST_PACKAGES = 45
NEEDED = (
    "LICENSE",
    "README.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "ARCHITECTURE.md",
    "CHANGELOG.md",
    "GLOSSARY.md",
    "publiccode.yml",
)


def files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=tree.TOP, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("not a git working tree")
    for name in filter(None, listed.stdout.split("\0")):
        file = tree.TOP / name
        # Others' works stand as they came.
        if file.is_file() and "vendor" not in file.parts and name not in {"LICENSE", "uv.lock"}:
            yield file


def texts():
    for file in files():
        try:
            yield tree.place(file), file.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def test_no_path_of_one_machine():
    found = [name for name, text in texts() if MACHINE.search(text) and name != "tests/house/test_repository.py"]
    assert found == []


def test_addresses_are_nobodys():
    found = {
        f"{name}: {match[0]}"
        for name, text in texts()
        for match in ADDRESS.finditer(text)
        if not match[1].lower().endswith((".example", ".invalid")) and not match[0].startswith("git@")
    }
    assert found == set()


@pytest.mark.parametrize("name", NEEDED)
def test_what_a_newcomer_looks_for_is_there(name):
    assert (tree.TOP / name).stat().st_size > 200


def test_the_licence_is_whole():
    text = (tree.TOP / "LICENSE").read_text(encoding="utf-8")
    assert text.startswith("Mozilla Public License Version 2.0")
    assert "Exhibit B" in text


def lock():
    return {
        package["name"]: package
        for package in tomllib.loads((tree.TOP / "uv.lock").read_text(encoding="utf-8"))["package"]
    }


def test_few_packages_are_installed_by_default():
    packages, found = lock(), set()

    def walk(name, extras):
        package = packages[name]
        needed = [*package.get("dependencies", [])]
        for extra in extras:
            needed += package.get("optional-dependencies", {}).get(extra, [])
        for dependency in needed:
            key = (dependency["name"], tuple(dependency.get("extra", ())))
            if key not in found:
                found.add(key)
                walk(*key)

    walk("stormoede", ())
    assert len({name for name, _ in found}) <= MOST_PACKAGES


def test_packages_come_from_the_public_index_with_hashes():
    for package in lock().values():
        source = package["source"]
        assert source in ({"registry": "https://pypi.org/simple"}, {"editable": "."}), package["name"]
        files_of = [*package.get("wheels", []), *([package["sdist"]] if "sdist" in package else [])]
        assert all(one["hash"].startswith("sha256:") for one in files_of)


def test_every_dependency_says_what_it_is_for():
    lines = (
        (tree.TOP / "pyproject.toml")
        .read_text(encoding="utf-8")
        .split("dependencies = [")[1]
        .split("\n]")[0]
        .splitlines()
    )
    assert [line for before, line in itertools.pairwise(lines) if '"' in line[:5] and "#" not in before] == []


LINK = re.compile(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)")


def test_links_between_documents_lead_somewhere():
    broken = []
    for name, text in texts():
        if name.endswith(".md"):
            broken += [(name, to) for to in LINK.findall(text) if not ((tree.TOP / name).parent / to).exists()]
    assert broken == []


def test_every_decision_is_listed():
    folder = tree.TOP / "docs" / "adr"
    listed = set(LINK.findall((folder / "README.md").read_text(encoding="utf-8")))
    assert listed == {file.name for file in folder.glob("0*.md")}


@pytest.mark.parametrize("name", ["bin/prepare", "bin/run", "bin/test", "bin/check", ".ci/run"])
def test_scripts_are_plain_shell(name):
    assert subprocess.run(["sh", "-n", tree.TOP / name], check=False).returncode == 0
