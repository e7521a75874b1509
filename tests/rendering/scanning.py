"""Scans: pages as pictures."""

from io import BytesIO
from typing import TYPE_CHECKING, Any

import pypdfium2
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from drawing.laying import HEIGHT, WIDTH

if TYPE_CHECKING:
    from PIL.Image import Image


def scan(pdf: bytes, dots: int = 100) -> bytes:
    """Return a PDF of pictures of the pages, as a scanner makes it: a little aslant, with specks."""
    made = BytesIO()
    canvas = Canvas(made, pagesize=(WIDTH, HEIGHT), invariant=1)
    with pypdfium2.PdfDocument(pdf) as source:
        for number, page in enumerate(source):
            picture: Image = page.render(scale=dots / 72, grayscale=True).to_pil()
            canvas.drawImage(ImageReader(jpeg(picture, number)), 0, 0, WIDTH, HEIGHT)
            canvas.showPage()
    canvas.save()
    return made.getvalue()


def jpeg(picture: "Image", number: int) -> Any:  # noqa: ANN401 - reportlab takes any file
    """Return a picture turned by half a degree, with specks, as a JPEG file."""
    turned = picture.rotate(0.4 if number % 2 else -0.3, fillcolor=250)
    for speck in range(200):
        turned.putpixel((speck * 7919 % turned.width, speck * 104_729 % turned.height), 90)
    saved = BytesIO()
    turned.save(saved, "JPEG", quality=60)
    saved.seek(0)
    return saved
