"""Take govuk-frontend's stylesheet over: `npm pack govuk-frontend@6.6.0`, then

    python .ci/vendor_styles.py govuk-frontend-6.6.0.tgz

The package is checked against the hash below. What is Crown identity (crest, font, logo) and the
components that no page uses are left out; physical declarations become logical ones, so that one
stylesheet serves both directions; nothing else is changed.
"""

import base64
import hashlib
import re
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

VERSION = "6.6.0"
INTEGRITY = (
    "xctkWrQvLnvQt7fyjQ3MGX9S0wz0x0RQuLxCeoXF+s8EjGICG81/DYQGKN5qgO+0KVT12UAaRwUsGY6fulRcRg=="
)
FOLDER = Path(__file__).resolve().parent.parent / "registry/static/vendor"
MEMBER = "package/dist/govuk/govuk-frontend.min.css"

UNUSED = re.compile(
    r"\.govuk-(?:accordion|cookie-banner|tabs|pagination|notification-banner|password-input"
    r"|service-navigation|footer|header|logo|character-count|file-upload|phase-banner"
    r"|generic-header|js-password-input|drop-zone)"
)
SIDES = {"left": "inline-start", "right": "inline-end"}
# An arrow is drawn with borders and then turned: its sides are part of the drawing.
DRAWN = re.compile(r"transform:rotate\(|clip-path:polygon\(")


def main(arguments: list[str]) -> int:
    packed = Path(arguments[0]).read_bytes()
    if base64.b64encode(hashlib.sha512(packed).digest()).decode() != INTEGRITY:
        print("This is not the package that was reviewed: its SHA-512 differs.")
        return 1
    with tarfile.open(arguments[0]) as archive:
        member = archive.extractfile(MEMBER)
        assert member is not None
        original = member.read().decode()
    target = FOLDER / f"govuk-frontend-{VERSION}.css"
    target.write_text("".join(rewritten(original)) + "\n", encoding="utf-8")
    print(f"{target.name}  sha256 {hashlib.sha256(target.read_bytes()).hexdigest()}")
    return 0


def rewritten(sheet: str) -> Iterator[str]:
    sheet = re.sub(r"/\*.*?\*/", "", sheet, flags=re.DOTALL)
    sheet = sheet.replace('@charset "UTF-8";', "").replace("GDS Transport,arial,sans-serif", FONT)
    for head, body in blocks(sheet):
        if head.startswith("@font-face") or ("govuk-crest" in body and not head.startswith("@")):
            continue
        if head.startswith(("@media", "@supports")):
            if inner := "".join(rewritten(body)):
                yield f"{head}{{{inner}}}"
        elif selectors := kept(head):
            yield f"{selectors}{{{logical(body)}}}\n"


FONT = "var(--registry-font)"


def blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """The top-level blocks of a stylesheet: what stands before a brace, and what in it."""
    start = depth = opened = 0
    for position, sign in enumerate(sheet):
        if sign == "{":
            depth += 1
            if depth == 1:
                opened = position
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield sheet[start:opened].strip(), sheet[opened + 1 : position]
                start = position + 1


def kept(selectors: str) -> str:
    if selectors.startswith("@"):
        return selectors
    parts = re.split(r",(?![^(]*\))", selectors)
    return ",".join(part for part in parts if not UNUSED.search(part))


def logical(body: str) -> str:
    drawn = bool(DRAWN.search(body))
    return ";".join(turned(declaration, drawn) for declaration in body.split(";"))


def turned(declaration: str, drawn: bool) -> str:
    name, _, value = declaration.partition(":")
    if name in SIDES:
        return f"inset-{SIDES[name]}:{value}"
    word = value.removesuffix("!important")
    if name in {"text-align", "float"} and word in SIDES:
        side = SIDES[word].removeprefix("inline-" if name == "text-align" else "")
        return f"{name}:{side}{value.removeprefix(word)}"
    if edge := re.fullmatch(r"(margin|padding|border)-(left|right)(.*)", name):
        if drawn and edge[1] == "border":
            return declaration
        return f"{edge[1]}-{SIDES[edge[2]]}{edge[3]}:{value}"
    if name in {"margin", "padding"}:
        return four_sided(name, value)
    return declaration


def four_sided(name: str, value: str) -> str:
    """`margin: 1 2 3 4` in logical words; anything symmetrical stays as it is."""
    plain, important, _ = value.partition("!important")
    sides = plain.split()
    if "(" in plain or len(sides) != 4 or sides[1] == sides[3]:
        return f"{name}:{value}"
    top, right, bottom, left = sides
    block, inline = f"{top} {bottom}{important}", f"{left} {right}{important}"
    return f"{name}-block:{block};{name}-inline:{inline}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
