"""What a page or review made by a ledger's own template can load or send: nothing."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from opsledger.rendering.cleaning import cleaned_page
from opsledger.rendering.cleaning_markdown import cleaned_markdown
from opsledger.rendering.cleaning_styles import cleaned_style

HEAD = '<!doctype html>\n<html lang="en">\n<head>\n'
AWAY = "http://203.0.113.7/x"

# What leads elsewhere, by itself or by being looked at, and how it is reported.
SENDING = {
    "refresh": (f'<meta http-equiv="refresh" content="0;url={AWAY}">', "<meta refresh>"),
    "refresh in capitals": (f"<META HTTP-EQUIV=Refresh CONTENT='0;{AWAY}'/>", "<meta Refresh>"),
    "refresh in a drawing's style": (
        f'<svg><style><meta http-equiv="refresh" content="0;url={AWAY}"></style></svg>',
        "",
    ),
    "refresh in a drawing's title": (
        f'<svg><desc><meta http-equiv="refresh" content="0;url={AWAY}"></desc></svg>',
        "<meta",
    ),
    "refresh behind noscript": (f"<noscript><meta http-equiv=refresh content='0;{AWAY}'></noscript>", "<noscript>"),
    "refresh behind what does not end": (f"<title><b <meta http-equiv=refresh content='0;{AWAY}'>", ""),
    "refresh in a comment that ends early": (f"<!--> <meta http-equiv=refresh content='0;{AWAY}'>", ""),
    "refresh in a comment that ends oddly": (f"<!-- --!> <meta http-equiv=refresh content='0;{AWAY}'>", ""),
    "refresh in a section of another kind": (f"<![CDATA[ > <meta http-equiv=refresh content='0;{AWAY}'> ]]>", ""),
    "names looked up": (
        f'<link rel="dns-prefetch" href="{AWAY}"><link rel=preconnect href="{AWAY}">',
        "<link dns-prefetch>",
    ),
    "another policy": (
        '<meta http-equiv=Content-Security-Policy content="default-src *">',
        "<meta Content-Security-Policy>",
    ),
    "where it came from": ('<meta name="referrer" content="unsafe-url">', "<meta referrer>"),
    "base": (f'<base href="{AWAY}">', "<base>"),
    "prefetch": (f'<link rel="prefetch" href="{AWAY}">', "<link prefetch>"),
    "a style": (f'<link rel="stylesheet" href="{AWAY}">', "<link stylesheet>"),
    "an icon": (f'<link rel="icon" href="{AWAY}">', "<link icon>"),
    "script": (f'<script src="{AWAY}"></script>', "<script>"),
    "a script that looks like the live one": (f'<script src="/live.js" src="{AWAY}" defer></script>', "<script>"),
    "an import": (f"<style>@import '{AWAY}';</style>", "@import of a style"),
    "an import spelt otherwise": (f"<style>@\\69 mport '{AWAY}';</style>", "@import of a style"),
    "a background": (f"<style>a{{background:url( '{AWAY}')}}</style>", "url of a style"),
    "a background spelt otherwise": (f"<style>a{{background:u\\72 l({AWAY})}}</style>", "url of a style"),
    "a set of pictures": (f"<style>a{{background:-webkit-image-set('{AWAY}' 1x)}}</style>", "image-set of a style"),
    "a font": (f"<style>@font-face{{font-family:x;src:url({AWAY})}}</style>", "url of a style"),
    "a style at an element": (f'<p style="background:url({AWAY})">x</p>', "style of <p>"),
    "a picture": (f'<img src="{AWAY}">', "src of <img>"),
    "pictures": (f'<img srcset="{AWAY} 1x">', "srcset of <img>"),
    "a drawn picture": (f'<svg><image href="{AWAY}"/></svg>', "<image>"),
    "a drawing used": (f'<svg><use xlink:href="{AWAY}#a"/></svg>', "<use>"),
    "a filter": (f'<svg><filter><feImage href="{AWAY}"/></filter></svg>', "<feimage>"),
    "a paint": (f'<svg><path fill="url({AWAY})"/></svg>', "fill of <path>"),
    "a paint spelt otherwise": (f'<svg><path fill="\\75rl({AWAY})"/></svg>', "fill of <path>"),
    "a film": (f'<video poster="{AWAY}" src="{AWAY}"></video><audio src="{AWAY}"></audio>', "<video>"),
    "a frame": (f'<iframe src="{AWAY}" srcdoc="<meta http-equiv=refresh>"></iframe>', "<iframe>"),
    "frames": (f'<frameset><frame src="{AWAY}"></frameset>', "<frame>"),
    "an object": (f'<object data="{AWAY}"></object><embed src="{AWAY}"><applet code="{AWAY}">', "<object>"),
    "a form": (f'<form action="{AWAY}"><p>x</p></form>', "action of <form>"),
    "a form's button": (f'<form><button formaction="{AWAY}">x</button></form>', "formaction of <button>"),
    "a form's way": (f'<form method=post target=_top action="{AWAY}" name=body>x</form>', "name of <form>"),
    "a form's picture": (f'<form><input type=image src="{AWAY}" formaction="{AWAY}"></form>', "type of <input>"),
    "a form elsewhere": (f'<form id=a></form><input form=a formmethod=post formaction="{AWAY}">', "form of <input>"),
    "a text in a choice": (f"<select><style><img src={AWAY}></style><option>x</select>", ""),
    "a long text": (f"<textarea><img src={AWAY}></textarea>", "<textarea>"),
    "a picture's name": ("<img name=cookie alt=x>", "name of <img>"),
    "a ping": (f'<a href="#a" ping="{AWAY}">x</a>', "ping of <a>"),
    "a link that runs": ('<a href=" java\tscript:alert(1)">x</a>', "href of <a>"),
    "a drawn link that runs": (
        "<svg><a xlink:href='javascript:alert(1)'><text>x</text></a></svg>",
        "xlink:href of <a>",
    ),
    "what is said when it happens": ("<p onclick=alert(1) onmouseover=alert(1)>x</p>", "onclick of <p>"),
    "a background of old": (f'<body background="{AWAY}"><table background="{AWAY}"></table>', "background of <body>"),
    "a part that is swapped": (f'<svg><animate attributeName="href" to="{AWAY}"/></svg>', "<animate>"),
    "a template": (f'<template shadowrootmode="open"><img src="{AWAY}"></template>', "<template>"),
    "formulas": (
        f"<math><mtext><table><mglyph><style><img src={AWAY}></style></mglyph></table></mtext></math>",
        "<math>",
    ),
    "text that is none": (f"<xmp><img src={AWAY}></xmp><plaintext><img src={AWAY}>", "<xmp>"),
}
TAGS = frozenset(
    (
        *(
            "html",
            "form",
            "input",
            "select",
            "option",
            "head",
            "meta",
            "title",
            "style",
            "body",
            "p",
            "a",
            "button",
            "b",
            "div",
            "svg",
            "desc",
            "path",
            "text",
        ),
        *("table", "tr", "td", "img", "span", "i", "strong"),
    )
)
LOADING = frozenset(
    (
        *("srcset", "poster", "data", "action", "formaction", "ping", "background", "style", "manifest", "code"),
        *("archive", "xlink:href", "http-equiv", "src"),
    )
)


class Found(HTMLParser):
    """The elements of a page with what they load."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.styles: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.cdata_elem == "style":
            self.styles.append(data)


@pytest.mark.parametrize("where", ["head", "body"])
@pytest.mark.parametrize(("sent", "told"), SENDING.values(), ids=SENDING)
def test_nothing_is_loaded_and_nothing_is_sent(sent: str, told: str, where: str) -> None:
    inside = f"{sent}</head><body><p>x</p>" if where == "head" else f"</head><body><p>x</p>{sent}"
    page = cleaned_page(f"{HEAD}{inside}\n</body></html>\n")
    found = Found(page)
    for tag, attributes in found.tags:
        assert tag in TAGS
        assert not LOADING & attributes.keys()
        assert not [name for name in attributes if name.startswith("on")]
        assert tag != "link"
        assert attributes.get("href", "#") in ("#", "#a")
        assert attributes.get("fill") is None
    assert "url(" not in "".join(found.styles)
    assert "@import" not in "".join(found.styles)
    assert "<" not in "".join(found.styles)
    assert told.replace("<", "&lt;").replace(">", "&gt;") in page


@pytest.mark.parametrize(
    "kept",
    [
        '<p class="a" id="b" data-x="1" aria-label="c &amp; d">x &lt; y &copy; &#8211; z</p>',
        '<a href="https://example.org/?a=1&amp;b=2">x</a><a href="../leads/x.md">y</a><a href="#z">z</a>',
        '<a href="vscode://file/x:1:1">x</a><a href="mailto:kim@example.org">y</a>',
        '<form class="a"><fieldset><legend>x</legend><label for="b">y</label><input type="date" id="b" name="c">'
        '<select name="e"><optgroup label="f"><option value="g" selected>h</option></optgroup></select>'
        '<input type="checkbox" checked><output>1</output><button type="reset">z</button></fieldset></form>',
        '<img src="data:image/png;base64,iVBORw0KGgo=" alt="logo">',
        '<svg class="chart" role="img"><path d="M0 0" fill="url(#a)"/><text x="1">a</text></svg>',
        '<details open><summary>x</summary><table><tbody><tr><th scope="row">x</th></tr></tbody></table></details>',
        "<style>@media (width < 700px) { a > b { background: url(#a), url('data:image/png;base64,xx') } }</style>",
        "<style>.w-1\\/2 { color: rgb(1, 2, 3) } .hover\\:a:not(.b) { width: calc(1px + 2px) }</style>",
        '<link rel="icon" href="data:image/svg+xml,%3Csvg xmlns=\'x\'%3E"><meta name="viewport" content="width=100">',
    ],
)
def test_what_a_review_is_made_of_stays(kept: str) -> None:
    before, after = f"{HEAD}</head><body>{kept}</body></html>", None
    after = cleaned_page(before)
    assert Found(after).tags == Found(before).tags
    assert Found(after).styles == Found(before).styles
    assert "Left out" not in after


def test_the_live_pages_script_stays_where_it_is_allowed() -> None:
    page = f'{HEAD}<script src="/live.js" defer>let x</script></head><body></body></html>'
    assert '<script src="/live.js" defer></script>' in cleaned_page(page, {"script-src": "'self'"})
    assert "<script" not in cleaned_page(page)


def test_what_does_not_end_is_told() -> None:
    assert "what follows &lt;style&gt;" in cleaned_page(f"{HEAD}<style>a {{}}")
    assert "what follows &lt;script&gt;" in cleaned_page(f"{HEAD}<script>let x")
    assert "what follows &lt;p&gt;" in cleaned_page(f"{HEAD}</head><body><p title='x>y")
    assert "what follows a comment" in cleaned_page(f"{HEAD}</head><body><!-- x")


def test_text_and_values_read_as_a_browser_reads_them() -> None:
    page = cleaned_page(
        f"{HEAD}<title>a <b> &copy c</title></head><body><p TITLE=a/b class = 'c&quot;d'>&#8211;x < y & z"
    )
    assert "<title>a &lt;b&gt; © c</title>" in page
    assert page.endswith('<p title="a/b" class="c&#34;d">–x &lt; y &amp; z')
    assert "&#" + "1" * 5000 not in cleaned_page(f"{HEAD}</head><body>&#{'1' * 5000};")


@pytest.mark.parametrize("piece", ["@\\6 ", "\\6 ", "url(", "a\\", "<a"])
def test_a_style_of_any_length_is_read_in_time(piece: str) -> None:
    cleaned_style(piece * 50_000, lambda what: None)


# Markdown

SHOWN = MarkdownIt("commonmark", {"html": True})


class Pictures(HTMLParser):
    """What HTML of Markdown loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.feed(SHOWN.render(text))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in (
            "p",
            "a",
            "b",
            "br",
            "strong",
            "em",
            "code",
            "pre",
            "ul",
            "li",
            "h1",
            "blockquote",
            "div",
            "hr",
            "svg",
        ):
            self.loads.append(tag)
        self.loads += [name for name, _ in attrs if name not in ("href", "title", "class", "alt")]


@pytest.mark.parametrize(
    "text",
    [
        f"![x]({AWAY})",
        f"![x](<{AWAY}>)",
        f"![x][r]\n\n[r]: {AWAY}",
        f"![r]\n\n[r]: {AWAY}",
        f"\\\\![x]({AWAY})",
        f'![x]( {AWAY} "y")',
        "![x](//203.0.113.7/x)",
        "![x](\\/\\/203.0.113.7/x)",
        "![x](h&#116;tp://203.0.113.7/x)",
        f"![![y]({AWAY})](z.png)",
        f"![x\n]({AWAY})",
        f'<img src="{AWAY}">',
        f"<img\nsrc={AWAY}>",
        '<b title=">" onclick=x>',
        f'<img a=\'"\' title=">" src={AWAY}>',
        f"<div>\n\\<img src={AWAY}>\n</div>",
        f"<!-- x --> \\<img src={AWAY}>",
        f"<meta http-equiv=refresh content='0;{AWAY}'>",
        f"<style>@import '{AWAY}'</style>",
        "<script>x</script>",
        f"<svg><image href={AWAY} /></svg>",
        "<javascript:alert(1)>",
        f"<iframe src={AWAY}",
    ],
)
def test_markdown_loads_nothing(text: str) -> None:
    cleaned = cleaned_markdown(f"x\n\n{text}\n")
    assert Pictures(cleaned).loads == []
    assert "javascript:alert" not in SHOWN.render(cleaned) or "&lt;javascript" in SHOWN.render(cleaned)


@pytest.mark.parametrize(
    "text",
    [
        "# Title\n\n- a < b, 3 <4\n- **b** `code` <https://example.org> <kim@example.org>\n",
        "<!-- opsledger:begin a 123456 -->\n\nx\n\n<!-- opsledger:end a -->\n",
        "![logo](logo.png) ![[plan]] [x](https://example.org) Well done!\n",
        "\\<script\\>\\|\\*x\\* \\![x](y)\n",
        "<details>\n<summary>x</summary>\n\n<b>y</b><br>\n</details>\n",
    ],
)
def test_what_markdown_is_made_of_stays(text: str) -> None:
    assert cleaned_markdown(text) == text


@pytest.mark.parametrize(
    "text", ["![" * 100_000, "![](" + "a" * 200_000, "<a" * 100_000, "\\" * 200_000, "<a " + "b" * 200_000]
)
def test_markdown_of_any_length_is_read_in_time(text: str) -> None:
    cleaned_markdown(text)
