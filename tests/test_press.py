"""The render process: what comes out of it, what it refuses, and what it survives."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
import time
from base64 import b64encode
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
from PIL import Image

from registry.press import errors, fence, wire
from registry.press.client import CHECKOUT, answers, ensure_press, process_of, render
from registry.press.job import Attachment, Job, Resource

DAY = date(2026, 4, 6)
ONE_PIXEL = (
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAA"
    "BJRU5ErkJggg=="
)


@pytest.fixture(scope="module")
def press() -> Iterator[Path]:
    with ensure_press() as address:
        yield address


def make(press: Path, body: str, **other: Any) -> bytes:
    page = f"<!doctype html><html lang=en><title>A page</title><body>{body}</body></html>"
    fixed: dict[str, Any] = {"title": "A page", "language": "en", "on": DAY, "identifier": "one"}
    return render(page, press=press, **{"css": (), **fixed, **other})


def text_of(pdf: bytes) -> str:
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        pages = []
        for page in document:
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    return "\n".join(pages).replace("\r", "")


def test_same_job_gives_same_bytes(press: Path) -> None:
    paper = Attachment("disclosure.json", b"{}", "The filing", "Source")
    first = make(press, "<h1>230 JOD</h1>", attachments=[paper])
    time.sleep(1.1)  # dates in a PDF are told to the second
    assert make(press, "<h1>230 JOD</h1>", attachments=[paper]) == first


def test_another_identifier_gives_another_file(press: Path) -> None:
    assert make(press, "<p>a") != make(press, "<p>a", identifier="two")


def test_file_carries_title_language_dates_and_attachments_and_both_claims(press: Path) -> None:
    papers = [Attachment("b.json", b"{}", "second", "Source"), Attachment("a.txt", b"x")]
    pdf = make(press, "<h1>Title</h1>", attachments=papers, title="Ett blad", language="sv")
    document = pypdf.PdfReader(BytesIO(pdf))
    assert list(document.attachments.items()) == [("a.txt", [b"x"]), ("b.json", [b"{}"])]
    told: dict[str, Any] = dict(document.metadata or {})
    assert told["/Title"] == "Ett blad"
    assert told["/CreationDate"] == told["/ModDate"] == "D:20260406"
    root: dict[str, Any] = document.root_object
    assert root["/Lang"] == "sv"
    assert root["/MarkInfo"] == {"/Marked": True}
    claims = root["/Metadata"].get_data().decode()
    assert 'pdfaid:part="3" pdfaid:conformance="A"' in claims
    assert 'pdfuaid:part="1"' in claims
    assert claims.count("<rdf:RDF") == 1, "a reader looks into the first one only"
    assert "pdfaExtension:schemas" in claims, "PDF/A refuses the claim of PDF/UA without it"
    assert "/Filter" not in root["/Metadata"]


def elements(pdf: bytes) -> list[dict[str, Any]]:
    """The elements of the structure tree, in the order of reading."""
    found: list[dict[str, Any]] = []

    def walk(element: Any) -> None:
        element = element.get_object()
        if isinstance(element, dict):
            found.append(element)
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                walk(kid)

    root: dict[str, Any] = pypdf.PdfReader(BytesIO(pdf)).root_object
    walk(root["/StructTreeRoot"]["/K"][0])
    return found


def test_each_run_in_another_language_says_which(press: Path) -> None:
    body = "<p>wage <span lang=ar dir=rtl>أجر</span></p><div lang=bn><p>বেতন <b lang=en>pay</b>"
    told = [(one["/S"], one["/Lang"]) for one in elements(make(press, body)) if "/Lang" in one]
    assert told == [("/Span", "ar"), ("/Div", "bn"), ("/NonStruct", "en")]


def test_text_that_stands_for_glyphs_says_in_which_language(press: Path) -> None:
    pdf = pypdf.PdfReader(BytesIO(make(press, "<p lang=bn>বেতন")))
    content = pdf.pages[0].get_contents()
    assert content is not None
    assert b"/Lang (bn)" in content.get_data()


def test_table_that_only_sets_things_beside_each_other_is_no_table_to_a_reading_aid(
    press: Path,
) -> None:
    tables = (
        "<table role=presentation><tr><td>a<table><tr><th>b<td>c</table><td>d</table>"
        "<table><tr><th>e<td>f</table>"
    )
    kinds = [one["/S"] for one in elements(make(press, tables))]
    assert kinds.count("/Table") == 2
    assert kinds.count("/TH") == kinds.count("/TD") == 2
    outer = elements(make(press, tables.replace("<table><tr><th>e<td>f</table>", "")))
    assert [one["/S"] for one in outer][:5] == ["/Document", "/Div", "/Div", "/Div", "/Div"]


def test_last_byte_of_a_stream_is_not_taken_for_an_end_of_line(press: Path) -> None:
    # One stream in 256 ends so: of a thousand some do.
    papers = [Attachment(f"{n}.txt", sha256(b"%d" % n).digest() * 3) for n in range(999)]
    written = make(press, "<p>a", attachments=papers)
    assert b"\r\r\nendstream" in written
    assert not re.search(rb"[^\r]\r\nendstream", written)
    assert pypdf.PdfReader(BytesIO(written)).attachments["7.txt"] == [sha256(b"7").digest() * 3]


def test_every_glyph_of_a_joining_script_has_a_text(press: Path) -> None:
    pdf = pypdf.PdfReader(BytesIO(make(press, "<p>নিয়োগকর্তা ক্ষতিপূরণ কর্মঘণ্টা শ্রমিকের")))
    page: dict[str, Any] = pdf.pages[0]
    for font in page["/Resources"]["/Font"].values():
        mapped = font.get_object()["/ToUnicode"].get_data()
        assert b"> <" in mapped
        assert b"<>" not in mapped


@pytest.mark.parametrize(
    "words",
    [
        "নিয়োগকর্তা ক্ষতিপূরণ কর্মঘণ্টা",
        "श्रमिकको पासपोर्ट कसले राख्छ",
        "काम की शर्तें और वेतन",
        "ఉద్యోగ పరిస్థితులు",
        "வேலை நிலைமைகள்",
        "തൊഴിൽ വ്യവസ്ഥകൾ",
        "ಉದ್ಯೋಗದ ಷರತ್ತುಗಳು",
        "କାମର ସର୍ତ୍ତ",
    ],
)
def test_words_in_joining_scripts_can_be_found_again(press: Path, words: str) -> None:
    assert words in text_of(make(press, f"<p>{words}"))


def width_of(pdf: bytes) -> float:
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        places = [one.get_bounds() for one in page.get_objects()]
    return float(max(place[2] for place in places) - min(place[0] for place in places))


@pytest.mark.parametrize("weight", [400, 700])
def test_two_signs_above_an_odia_letter_take_no_room_beside_it(press: Path, weight: int) -> None:
    style = f"font:{weight} 40px Noto Sans Oriya"
    bare, signed = (width_of(make(press, f"<p style='{style}'>{word}")) for word in ("କକକ", "କିଁକିଁକିଁ"))
    assert signed < bare * 1.1
    joined = width_of(make(press, f"<p style='{style}'>ର୍ଯ୍ୟ"))
    assert joined < width_of(make(press, f"<p style='{style}'>ରଯଯ")) * 0.9, "ya below is kept"


def test_amount_in_a_right_to_left_line_keeps_its_order(press: Path) -> None:
    body = "<p lang=ar dir=rtl style='font-size:20px'>الأجر <bdi dir=ltr>1,800 QAR</bdi> في الشهر"
    pdf = make(press, body)
    with closing(pypdfium2.PdfDocument(pdf)) as document, closing(document[0]) as page:
        text = page.get_textpage()
        whole = text.get_text_range()
        number, unit = whole.index("1,800"), whole.index("QAR")
        places = [text.get_charbox(number)[0], text.get_charbox(unit)[0]]
        text.close()
    assert places[0] < places[1], "the amount must stand to the left of its currency"


def test_missing_glyphs_are_an_error_that_names_every_character(press: Path) -> None:
    with pytest.raises(errors.MissingGlyphsError) as caught:
        make(press, "<p>wage 汉 <p>and 😀")
    assert caught.value.characters == "汉😀"
    assert "U+6C49" in str(caught.value)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[bytes]]]:
    """An address of this machine, and what was asked for there."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hear() -> None:
            while True:
                try:
                    connection, _ = server.accept()
                except OSError:
                    return
                with connection:
                    heard.append(b"someone came")

        thread = threading.Thread(target=hear, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.getsockname()[1]}", heard
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


HOSTILE = {
    "image": "<img src='{address}/a.png'>",
    "image in a file": "<img src='file:///etc/passwd'>",
    "style sheet": "<link rel=stylesheet href='{address}/a.css'>",
    "import": "<style>@import url({address}/a.css);</style>",
    "font": "<style>@font-face{{font-family:x;src:url({address}/a.woff)}}</style><p>a",
    "font of the machine": "<style>@font-face{{font-family:x;src:local('Noto Sans')}}</style><p>a",
    "background": "<p style=\"background:url('{address}/a.png')\">a",
    "list mark": "<ul style=\"list-style-image:url('{address}/a.png')\"><li>a</ul>",
    "content": "<style>p::before{{content:url({address}/a.png)}}</style><p>a",
    "border": "<p style=\"border:9px solid;border-image:url('{address}/a.png') 9\">a",
    "base": "<base href='{address}/'><img src=a.png>",
    "object": "<object data='{address}/a.png'></object>",
    "embed": "<embed src='file:///etc/passwd' type=image/png>",
    "drawing": "<svg width=9 height=9><image href='{address}/a.png' width=9 height=9 /></svg>",
    "drawing in data": (
        "<img src=\"data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' "
        "width='9' height='9'><image href='{address}/a.png' width='9' height='9'/></svg>\">"
    ),
    "file with the look of data": "<img src='file:data:/etc/passwd'>",
    "page background": "<style>@page{{background:url('{address}/a.png')}}</style><p>a",
}


@pytest.mark.parametrize("body", HOSTILE.values(), ids=HOSTILE.keys())
def test_nothing_is_fetched(press: Path, listener: tuple[str, list[bytes]], body: str) -> None:
    address, heard = listener
    with pytest.raises(errors.RefusedAddressError):
        make(press, body.format(address=address))
    assert heard == []


def test_attachment_that_a_page_asks_for_is_not_embedded(press: Path) -> None:
    pdf = make(press, "<link rel=attachment href='file:///etc/passwd'><p>a")
    with closing(pypdfium2.PdfDocument(pdf)) as document:
        assert document.count_attachments() == 0


def test_picture_in_the_page_and_what_came_with_the_job_are_printed(press: Path) -> None:
    drawing = Resource(
        "image/svg+xml",
        b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'><text y='9'>q</text></svg>",
    )
    body = f"<img alt=a src='{ONE_PIXEL}'><img alt=a src='registry:mark'>"
    assert make(press, body, resources={"registry:mark": drawing})
    with pytest.raises(errors.RefusedAddressError, match="registry:other"):
        make(press, "<img src='registry:other'>", resources={"registry:mark": drawing})


def test_broken_picture_is_an_error_and_not_a_gap(press: Path) -> None:
    with pytest.raises(errors.RenderError, match="not printed as it was written"):
        make(press, "<img alt=a src='data:image/png;base64,AAAA'>")


def test_what_is_no_job_gets_a_sentence(press: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(press))
        connection.sendall(wire.frame(b"[1, 2]"))
        answer = wire.receive(connection)
    assert answer[:1] == wire.ERROR
    assert isinstance(errors.from_bytes(answer[1:]), errors.BadJobError)


def test_job_that_announces_too_much_is_refused_before_it_comes(press: Path) -> None:
    with socket.socket(socket.AF_UNIX) as connection:
        connection.connect(str(press))
        connection.sendall(b"\xff\xff\xff\xff")
        answer = wire.receive(connection)
    assert isinstance(errors.from_bytes(answer[1:]), errors.BadJobError)


def test_unknown_style_sheet_is_named(press: Path) -> None:
    with pytest.raises(errors.BadJobError, match="no-such-sheet"):
        make(press, "<p>a", css=("no-such-sheet",))


def test_only_its_user_may_speak_to_the_press(press: Path) -> None:
    assert stat.S_IMODE(press.stat().st_mode) == 0o600


def test_second_press_at_the_same_address_leaves_the_first_alone(press: Path) -> None:
    command = [sys.executable, "-m", "registry.press", "--socket", str(press)]
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 1
    assert "listens" in done.stderr
    assert answers(press)


def test_no_press_is_said_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(errors.PressUnavailableError, match=r"No press answers at .*nowhere"):
        make(tmp_path / "nowhere", "<p>a")


@pytest.fixture(scope="module")
def small_press() -> Iterator[Path]:
    """A press with limits that a test can reach."""
    with ensure_press(seconds=60.0, processor_seconds=2, megabytes=340, pages=3) as address:
        yield address


def test_job_over_its_processor_time_is_ended_and_the_next_one_is_made(small_press: Path) -> None:
    endless = "<table>" + "<tr><td>a<td>b" * 60_000
    with pytest.raises(errors.LimitReachedError, match="2 s of processor time"):
        make(small_press, endless)
    assert make(small_press, "<p>a")


def test_job_over_its_memory_is_ended_and_the_next_one_is_made(small_press: Path) -> None:
    out = BytesIO()
    Image.new("RGBA", (6000, 6000), (1, 2, 3, 4)).save(out, "png")
    picture = f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
    with pytest.raises((errors.LimitReachedError, errors.RenderError)) as caught:
        make(small_press, f"<img alt=a src='{picture}'>")
    assert "memory" in str(caught.value) or "ended by" in str(caught.value)
    assert make(small_press, "<p>a")


def test_document_over_the_page_limit_is_refused(small_press: Path) -> None:
    with pytest.raises(errors.TooManyPagesError, match="4 pages; 3 is the limit"):
        make(small_press, "<p style='break-after:page'>a" * 4)


def test_child_that_is_killed_gives_a_clear_error_and_leaves_no_zombie() -> None:
    with ensure_press() as press:
        caught: list[BaseException] = []

        def ask() -> None:
            try:
                make(press, "<table>" + "<tr><td>a<td>b" * 60_000)
            except errors.PressError as failure:
                caught.append(failure)

        asking = threading.Thread(target=ask)
        asking.start()
        child = wait_for_child_of(press)
        os.kill(child, signal.SIGKILL)
        asking.join(20)
        assert [type(one) for one in caught] == [errors.RenderError]
        assert "SIGKILL" in str(caught[0])
        assert make(press, "<p>a")
        assert children_of(process_of(press)) == []


def test_child_ends_when_nobody_waits_for_its_document() -> None:
    with ensure_press() as press:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(press))
            page = "<table>" + "<tr><td>a<td>b" * 60_000
            job = Job(page, "t", "en", DAY, "one")
            connection.sendall(wire.frame(job.to_bytes()))
            wait_for_child_of(press)
        deadline = time.monotonic() + 10
        while children_of(process_of(press)) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert children_of(process_of(press)) == []


def test_no_more_than_two_are_made_at_once_and_all_get_theirs(press: Path) -> None:
    body = "<table>" + "<tr><td>a<td>b" * 400
    made: list[bytes] = []
    asking = [threading.Thread(target=lambda: made.append(make(press, body))) for _ in range(6)]
    for thread in asking:
        thread.start()
    most = 0
    while any(thread.is_alive() for thread in asking):
        most = max(most, len(children_of(process_of(press))))
        time.sleep(0.005)
    assert len(made) == 6
    assert len(set(made)) == 1
    assert 1 <= most <= fence.Limits().at_once


def test_private_press_ends_with_the_process_that_started_it(tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from registry.press.client import ensure_press\n"
        "with ensure_press() as press:\n"
        "    print(press, flush=True)\n"
        "    os._exit(9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, capture_output=True, text=True, timeout=60
    )
    address = Path(done.stdout.strip())
    deadline = time.monotonic() + 10
    while answers(address) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert done.returncode == 9
    assert not answers(address)
    address.parent.rmdir()


@pytest.mark.parametrize(
    "deed",
    [
        "open('/etc/passwd')",
        "open('/tmp/left-behind', 'w')",
        "__import__('socket').create_connection(('127.0.0.1', 9))",
        "__import__('urllib.request').request.urlopen('http://127.0.0.1:9/')",
        "__import__('subprocess').run(['true'])",
        "__import__('os').system('true')",
        "__import__('os').remove('/tmp/no-such-file')",
    ],
)
def test_second_wall_refuses_the_deed_itself(deed: str) -> None:
    program = (
        "import subprocess, socket, urllib.request\n"
        "from registry.press import fence\n"
        "fence.close_in(fence.Limits())\n"
        f"try:\n    {deed}\n"
        "except fence.FenceError:\n    raise SystemExit(7)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], cwd=CHECKOUT, timeout=60)
    assert done.returncode == 7


def children_of(process: int) -> list[int]:
    """Children of a process, ended ones that nobody has taken note of among them."""
    path = Path(f"/proc/{process}/task/{process}/children")
    return [int(one) for one in path.read_text().split()]


def wait_for_child_of(press: Path) -> int:
    parent = process_of(press)
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        if found := children_of(parent):
            return found[0]
        time.sleep(0.005)
    raise AssertionError("the press started no child")
