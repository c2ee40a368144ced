"""What the program is made of, as CycloneDX 1.6 has it: made of uv.lock and of the scripts that come along."""

import json
import re
import tomllib

from stormoede import __version__
from tests.house import tree

SCRIPTS = tree.PACKAGE / "web" / "static" / "web" / "vendor" / "README.md"
_SCRIPT = re.compile(r"npm package `([^`]+)` ([\d.]+), .*?`([0-9a-f]{64})`")


def sbom():
    """The bill: every library that is installed without the tools of developers, and what needs which."""
    found = {one["name"]: one for one in tomllib.loads((tree.TOP / "uv.lock").read_text("utf-8"))["package"]}
    own, kept = found["stormoede"], {}
    asked = _names(own["dependencies"])
    asked += [one for group in own.get("optional-dependencies", {}).values() for one in _names(group)]
    while asked:
        name = asked.pop()
        if name not in kept:
            kept[name] = needs = _needs(found[name])
            asked += needs
    scripts = [_script(*told) for told in _SCRIPT.findall(SCRIPTS.read_text("utf-8"))]
    root = f"stormoede@{__version__}"
    program = {"type": "application", "bom-ref": root, "name": "stormoede", "version": __version__}
    told = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": {**program, "licenses": [{"license": {"id": "MPL-2.0"}}]}},
        "components": [*(_library(found[name]) for name in sorted(kept)), *scripts],
        "dependencies": [
            {"ref": root, "dependsOn": sorted({_ref(found[name]) for name in _names(own["dependencies"])})},
            *(
                {"ref": _ref(found[name]), "dependsOn": sorted({_ref(found[one]) for one in kept[name]})}
                for name in sorted(kept)
            ),
        ],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _names(group):
    return [one["name"] for one in group]


def _needs(package):
    """What a library needs, with all of its extras that are installed: a bill has rather too much than too little."""
    extras = [one for group in package.get("optional-dependencies", {}).values() for one in _names(group)]
    return sorted({*_names(package.get("dependencies", [])), *extras})


def _ref(package):
    return f"pkg:pypi/{package['name']}@{package['version']}"


def _library(package):
    files = [*([package["sdist"]] if "sdist" in package else []), *package.get("wheels", [])]
    return {
        "type": "library",
        "bom-ref": _ref(package),
        "name": package["name"],
        "version": package["version"],
        "purl": _ref(package),
        "externalReferences": [
            {"type": "distribution", "url": one["url"], "hashes": [_sha256(one["hash"].removeprefix("sha256:"))]}
            for one in files[:1]
        ],
    }


def _script(name, version, sha256):
    purl = f"pkg:npm/{name}@{version}"
    told = {"type": "library", "bom-ref": purl, "name": name, "version": version, "purl": purl}
    return {**told, "hashes": [_sha256(sha256)]}


def _sha256(digest):
    return {"alg": "SHA-256", "content": digest}
