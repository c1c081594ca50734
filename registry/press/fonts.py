"""The fonts of the press: exactly these, whatever else the machine has installed.

The same fonts everywhere are what makes the same page give the same bytes; and a press that
knows few fonts is faster than one that has to look through hundreds.
"""

import os
from pathlib import Path

from registry.press.mended_fonts import FAULTY, mend

FONT_DIRECTORY = Path("/usr/share/fonts/truetype/noto")

# The languages of sheets have bold faces; statements may be in any script a link writes.
FONT_FILES = (
    "NotoSans-Regular.ttf",
    "NotoSans-Bold.ttf",
    "NotoSans-Italic.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansArabic-Bold.ttf",
    "NotoSansBengali-Regular.ttf",
    "NotoSansBengali-Bold.ttf",
    "NotoSansDevanagari-Regular.ttf",
    "NotoSansDevanagari-Bold.ttf",
    "NotoSansSymbols-Regular.ttf",
    "NotoSansSymbols-Bold.ttf",
    "NotoSansSymbols2-Regular.ttf",
    "NotoSansMath-Regular.ttf",
    "NotoSansTamil-Regular.ttf",
    "NotoSansTamil-Bold.ttf",
    "NotoSansTelugu-Regular.ttf",
    "NotoSansTelugu-Bold.ttf",
    "NotoSansMalayalam-Regular.ttf",
    "NotoSansMalayalam-Bold.ttf",
    "NotoSansKannada-Regular.ttf",
    "NotoSansKannada-Bold.ttf",
    "NotoSansOriya-Regular.ttf",
    "NotoSansOriya-Bold.ttf",
    "NotoSansGurmukhi-Regular.ttf",
    "NotoSansGujarati-Regular.ttf",
    "NotoSansOlChiki-Regular.ttf",
    "NotoSansSinhala-Regular.ttf",
    "NotoSansMyanmar-Regular.ttf",
    "NotoSansEthiopic-Regular.ttf",
)

_CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
  <dir>{fonts}</dir>
  <cachedir>{cache}</cachedir>
</fontconfig>
"""


def prepare_fonts(directory: Path) -> None:
    """Make the process see the fonts above and no others; call before anything draws text.

    ``directory`` is empty, belongs to the press and lasts as long as it does.
    """
    source = Path(os.environ.get("REGISTRY_FONTS", FONT_DIRECTORY))
    fonts = directory / "fonts"
    fonts.mkdir()
    for name in FONT_FILES:
        if not (source / name).is_file():
            raise FileNotFoundError(
                f"The press needs {name} in {source}: install fonts-noto-core, "
                "or name the right directory in REGISTRY_FONTS."
            )
        if name in FAULTY:
            mend(source / name, fonts / name)
        else:
            (fonts / name).symlink_to(source / name)
    configuration = directory / "fonts.conf"
    configuration.write_text(_CONFIGURATION.format(fonts=fonts, cache=directory / "cache"))
    os.environ["FONTCONFIG_FILE"] = str(configuration)
