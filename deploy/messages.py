"""The messages people read: gathered from the sources, complete in Chinese, compiled.

python deploy/messages.py update | check | compile
"""

import subprocess
import sys
import tempfile
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
CATALOGUES = ROOT / "platform" / "kernel" / "locale"
TRANSLATED = "zh_CN"
SHOWN = 40


def gather() -> Catalog:
    """Every message that the sources and the templates speak, in the order of their files."""
    with tempfile.NamedTemporaryFile(suffix=".pot") as found:
        subprocess.run(
            [
                *(sys.executable, "-m", "babel.messages.frontend", "--quiet", "extract"),
                *("--mapping", "babel.cfg", "--output", found.name, "--omit-header"),
                *("--keywords", "lazy", "--keywords", "ngettext:1,2"),
                *("--sort-by-file", "--add-location", "file", "."),
            ],
            cwd=ROOT,
            check=True,
        )
        return read_po(found)


def po_file(language: str) -> Path:
    return CATALOGUES / language / "LC_MESSAGES" / "messages.po"


def read(language: str) -> Catalog:
    path = po_file(language)
    if not path.exists():
        return Catalog(locale=language)
    with path.open("rb") as file:
        return read_po(file, locale=language)


def update() -> None:
    """Bring the catalogue to what the sources say; new messages come in untranslated."""
    catalogue = read(TRANSLATED)
    catalogue.update(gather(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path = po_file(TRANSLATED)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=100, omit_header=True, sort_by_file=True)
    missing = [message for message in catalogue if message.id and not _complete(message)]
    print(f"{len(catalogue)} messages, {len(missing)} without Chinese, in {path}")


def check() -> list[str]:
    """What is wrong with the Chinese catalogue, one sentence each."""
    catalogue = read(TRANSLATED)
    spoken = {message.id: message for message in gather() if message.id}
    faults = [f"not in the catalogue: {key!r}" for key in spoken if key not in catalogue]
    for message in catalogue:
        if not message.id:
            continue
        if message.id not in spoken:
            faults.append(f"no longer spoken: {message.id!r}")
        elif not _complete(message):
            faults.append(f"without Chinese: {message.id!r}")
        else:
            faults += [f"{message.id!r}: {error}" for error in message.check(catalogue)]
    return faults


def compile_all() -> None:
    for path in CATALOGUES.glob("*/LC_MESSAGES/messages.po"):
        with path.open("rb") as source:
            catalogue = read_po(source, locale=path.parent.parent.name)
        draft = path.with_suffix(".mo.new")
        with draft.open("wb") as target:
            write_mo(target, catalogue)
        draft.replace(path.with_suffix(".mo"))


def _complete(message: Message) -> bool:
    said = message.string
    texts = [said] if isinstance(said, str) else list(said or ())
    # Chinese has one form for every count; a fuzzy guess is not a translation.
    return bool(texts and texts[0]) and "fuzzy" not in message.flags


def main(act: str) -> int:
    if act == "update":
        update()
        compile_all()
    elif act == "compile":
        compile_all()
    elif act == "check":
        faults = check()
        print("\n".join(faults[:SHOWN]))
        if faults:
            print(f"{len(faults)} faults. Run `python3 dev.py messages`, then translate.")
            return 1
        print("Every message has its Chinese.")
    else:
        print(__doc__)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else ""))
