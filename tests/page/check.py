#!/usr/bin/env python3
"""Opens the exported page in a headless Chromium, as a phone and a desk would see it, and checks what a reader would miss.

    check.py PAGE CHROMIUM

Nothing may be fetched, no message may reach the console, nothing may stick out of a narrow screen, every link inside the
page must lead somewhere, and what is folded must open. Needs Python's standard library alone.
"""

import html.parser
import pathlib
import re
import subprocess
import sys
import tempfile

PROBE = """
<script>
addEventListener('load', () => {
  const wide = [...document.querySelectorAll('body *')].filter(e => !e.closest('.wide') && e.getClientRects().length && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1);
  const ids = new Set([...document.querySelectorAll('[id]')].map(e => '#' + e.id));
  const dead = [...document.querySelectorAll('a[href^="#"]')].filter(a => !ids.has(a.getAttribute('href')));
  const folded = document.querySelector('details');
  let opens = true;
  if (folded) { folded.open = true; opens = folded.querySelector('a').getClientRects().length > 0; folded.open = false; }
  const small = parseFloat(getComputedStyle(document.body).fontSize) < 16;
  document.documentElement.dataset.probe = JSON.stringify({wide: wide.length, first: wide.length ? wide[0].outerHTML.slice(0, 120) : '', dead: dead.length, opens, small, articles: document.querySelectorAll('article.source').length, passages: document.querySelectorAll('span[id^=p]').length, links: document.querySelectorAll('details.links a').length, ground: getComputedStyle(document.body).backgroundColor});
});
</script>
"""


class Fetched(html.parser.HTMLParser):
    """What a page would fetch."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name in ("src", "srcset", "data", "poster") or (tag == "link" and name == "href"):
                self.found.append(f"{tag} {name}={value}")
            if tag == "script":
                self.found.append("a script")


def run(chromium, *arguments):
    command = [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--enable-logging=stderr", "--v=0",
               "--host-resolver-rules=MAP * ~NOTFOUND", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)


def main():
    page, chromium = pathlib.Path(sys.argv[1]), sys.argv[2]
    text = page.read_text(encoding="utf-8")
    wrong = []
    fetched = Fetched()
    fetched.feed(text)
    wrong += [f"the page fetches: {what}" for what in fetched.found]
    wrong += [f"the style fetches: {what}" for what in re.findall(r"url\([^)]*\)|@import[^;]*", text)]
    with tempfile.TemporaryDirectory() as folder:
        probed = pathlib.Path(folder) / "probed.html"
        for width in (360, 1200):
            # A window of a browser is never as narrow as a phone: the page itself is held to the width.
            held = f"<style>html {{ width: {width}px; }}</style>"
            probed.write_text(text.replace("</head>", held + PROBE + "</head>").replace("document.documentElement.clientWidth", str(width)), encoding="utf-8")
            done = run(chromium, f"--window-size={max(width, 500)},900", "--dump-dom", probed.as_uri())
            found = re.search(r"data-probe=\"([^\"]*)\"", done.stdout)
            if not found:
                wrong.append(f"at {width} the page did not load")
                continue
            probe = __import__("json").loads(found.group(1).replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
            print(f"at {width}: {probe}")
            if probe["wide"]:
                wrong.append(f"at {width} something sticks out: {probe['first']}")
            if probe["dead"]:
                wrong.append(f"{probe['dead']} links inside the page lead nowhere")
            if not probe["opens"]:
                wrong.append("what is folded does not open")
            if probe["small"]:
                wrong.append("the text is small")
            if not probe["articles"] or not probe["passages"] or not probe["links"]:
                wrong.append("texts, passages or links are missing")
            wrong += [f"console: {line}" for line in done.stderr.splitlines() if "CONSOLE" in line]
        paper = pathlib.Path(folder) / "paper.pdf"
        run(chromium, f"--print-to-pdf={paper}", "--no-pdf-header-footer", page.resolve().as_uri())
        size = paper.stat().st_size if paper.exists() else 0
        print(f"printed: {size} bytes")
        if size < 10_000:
            wrong.append("the page does not print")
    for line in wrong:
        print(f"wrong: {line}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
