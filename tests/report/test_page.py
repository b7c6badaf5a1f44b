"""The page and the paper: whole in themselves."""

import re
from html.parser import HTMLParser

import pytest

from cercle.report import compose, page, paper


class Links(HTMLParser):
    """Everything that a browser would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attributes):
        self.found += [value for name, value in attributes if name in ("src", "href", "xlink:href", "srcset")]
        assert tag not in ("script", "link", "iframe", "object", "img")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_page__fetches_nothing(many, language):
    written = page(compose(many, language))
    links = Links()
    links.feed(written)
    assert links.found == []
    assert "url(http" not in written and "@import" not in written
    assert "default-src 'none'" in written


def test_page__escapes_what_a_community_calls_itself(many):
    written = page(compose(many, "en"))
    assert "Neighbours &amp; &lt;friends&gt;" in written and "<friends>" not in written


def test_page__says_what_each_chart_shows(many):
    report = compose(many, "en")
    drawn = [one.chart.described for one in report.sections if one.chart]
    described = re.findall(r'<figure role="img" aria-label="([^"]+)">', page(report))
    assert described == drawn and len(drawn) == 7


@pytest.mark.browser
def test_page__in_a_browser__asks_for_nothing_and_fits_a_phone(many, tmp_path, chromium):
    file = tmp_path / "report.html"
    file.write_text(page(compose(many, "en")))
    asked, said = [], []
    phone = chromium.new_page(viewport={"width": 390, "height": 844})
    phone.on("request", lambda request: asked.append(request.url))
    phone.on("console", lambda message: said.append(message.text))
    phone.goto(file.as_uri())
    wide = phone.evaluate("document.documentElement.scrollWidth")
    phone.close()
    assert asked == [file.as_uri()]
    assert (wide, said) == (390, [])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_paper__is_the_same_file__for_the_same_figures(many, language):
    first, second = (paper(compose(many, language), many.as_of) for _ in range(2))
    assert first == second
    assert first.startswith(b"%PDF-") and first.count(b"/Type /Page\n") >= 3


def test_paper__of_very_few__is_written_too(few):
    assert paper(compose(few, "fr"), few.as_of).startswith(b"%PDF-")
