"""The inventory of cryptography names every file that uses any, and no other."""

import re

from tests.house import tree

PAGE = tree.TOP / "docs" / "reference" / "cryptography.md"
USES = re.compile(
    r"^\s*(?:import|from) (?:hashlib|hmac|secrets|ssl|cryptography|pyrage)\b|^\s*from django\.core(?:\.signing import| import signing)",
    re.MULTILINE,
)
NAMED = re.compile(r"`((?:[\w]+/)*\w+\.py)`")


def test_the_inventory_of_cryptography_is_whole():
    used = {
        file.relative_to(tree.PACKAGE).as_posix()
        for file in tree.sources()
        if file.is_relative_to(tree.PACKAGE)
        and not tree.is_test(file)
        and USES.search(file.read_text(encoding="utf-8"))
    }
    assert used == set(NAMED.findall(PAGE.read_text(encoding="utf-8")))
