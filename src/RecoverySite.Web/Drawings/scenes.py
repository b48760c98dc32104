#!/usr/bin/env python3
"""Draws our pictures: the pictures of the topic pages (SVG, light and dark) and what stands beside a shared link (PNG).

One family: hills, water, a low sun, a path; no people's faces, no drugs, no words. The colours are those of
src/RecoverySite.Web/DESIGN.md. Needs rsvg-convert and pngquant (Debian: librsvg2-bin, pngquant). Run it after a change:

    python3 src/RecoverySite.Web/Drawings/scenes.py
"""
import pathlib
import subprocess

CONTENT = pathlib.Path(__file__).resolve().parents[3] / "content"

DAY = dict(sky="#fbe7c6", glow="#f9d9a4", sun="#f0a860", far="#b9cfc0", mid="#6fa192", near="#0f4f49", path="#f6e3bd", pale="#fffdf8", dark="#083733", lit="#ffd98a")
DARK = dict(sky="#24363a", glow="#3a4641", sun="#d99a5b", far="#2f4a48", mid="#24403c", near="#17302c", path="#8a7f63", pale="#5b6b66", dark="#0d1b19", lit="#e0b66a")
NIGHT = dict(sky="#1d3b44", glow="#2a4d55", sun="#f3e3bd", far="#2c5a5c", mid="#1c4a4a", near="#0b2f2d", path="#8fa08e", pale="#dfe6dc", dark="#061d1c", lit="#ffd98a")


def sun(x, y, r=72):
    return f'<circle class="glow" cx="{x}" cy="{y}" r="{r * 2.2:g}" opacity=".55"/><circle class="glow" cx="{x}" cy="{y}" r="{r * 1.55:g}"/><circle class="sun" cx="{x}" cy="{y}" r="{r}"/>'


def moon(x, y, r=54):
    return f'<path class="sun" d="M{x} {y - r}a{r} {r} 0 1 0 {r} {r * 1.35:g}a{r * .82:g} {r * .82:g} 0 0 1 {-r} {-r * 1.35:g}z"/>'


def stars(*at):
    return "".join(f'<circle class="pale" cx="{x}" cy="{y}" r="{r}"/>' for x, y, r in at)


def hill(kind, *points):
    """A smooth ridge through the points, filled to the bottom."""
    d = f"M-20 650L-20 {points[0][1]}L{points[0][0]} {points[0][1]}"
    for (x0, y0), (x1, y1) in zip(points, points[1:]):
        mid = (x0 + x1) / 2
        d += f"C{mid:g} {y0} {mid:g} {y1} {x1} {y1}"
    return f'<path class="{kind}" d="{d}L1220 {points[-1][1]}L1220 650z"/>'


def tree(x, y, h, kind="near"):
    return f'<path class="{kind}" d="M{x - 5} {y}l3-{h * .45:g}h4l3 {h * .45:g}z"/><ellipse class="{kind}" cx="{x}" cy="{y - h * .66:g}" rx="{h * .27:g}" ry="{h * .36:g}"/>'


def fir(x, y, h, kind="near"):
    return f'<path class="{kind}" d="M{x} {y - h}l{h * .26:g} {h * .5:g}h{-h * .09:g}l{h * .17:g} {h * .36:g}h{-h * .68:g}l{h * .17:g}-{h * .36:g}h{-h * .09:g}z"/><path class="{kind}" d="M{x - 4} {y}v-{h * .16:g}h8v{h * .16:g}z"/>'


def house(x, y, w=120, windows=2):
    h = w * .62
    lit = "".join(f'<rect class="lit" x="{x + w * (.2 + .42 * i):g}" y="{y - h * .62:g}" width="{w * .18:g}" height="{h * .3:g}" rx="3"/>' for i in range(windows))
    return f'<path class="dark" d="M{x} {y}v-{h}l{w / 2}-{w * .36:g}l{w / 2} {w * .36:g}v{h}z"/><path class="dark" d="M{x + w * .72:g} {y - h - w * .02:g}v-{w * .3:g}h{w * .12:g}v{w * .36:g}z"/>{lit}'


def boat(x, y, s=1):
    return f'<path class="dark" d="M{x - 52 * s:g} {y}q{52 * s:g} {26 * s:g} {104 * s:g} 0l-{14 * s:g} {26 * s:g}q-{38 * s:g} {10 * s:g}-{76 * s:g} 0z"/><path class="pale" d="M{x} {y - 6 * s:g}v-{104 * s:g}l{50 * s:g} {88 * s:g}z"/><path class="pale" opacity=".75" d="M{x - 6 * s:g} {y - 6 * s:g}v-{84 * s:g}l-{32 * s:g} {74 * s:g}z"/>'


def sitter(x, y, s=1):
    """Somebody seen from behind, sitting."""
    return f'<circle class="dark" cx="{x}" cy="{y - 92 * s:g}" r="{19 * s:g}"/><path class="dark" d="M{x - 31 * s:g} {y}v-{40 * s:g}q0-{34 * s:g} {31 * s:g}-{34 * s:g}t{31 * s:g} {34 * s:g}v{40 * s:g}z"/>'


def cloud(x, y, s=1, kind="pale", opacity=1.0):
    return f'<path class="{kind}" opacity="{opacity}" d="M{x - 90 * s:g} {y}a{34 * s:g} {34 * s:g} 0 0 1 {8 * s:g}-{66 * s:g}a{52 * s:g} {52 * s:g} 0 0 1 {98 * s:g}-{22 * s:g}a{40 * s:g} {40 * s:g} 0 0 1 {70 * s:g} {36 * s:g}a{27 * s:g} {27 * s:g} 0 0 1 {4 * s:g} {52 * s:g}z"/>'


def shine(x, y, width, rows):
    """Light on water below a sun or a moon."""
    return "".join(f'<rect class="sun" opacity="{.55 - .07 * i:g}" x="{x - w / 2:g}" y="{y + i * 22}" width="{w:g}" height="7" rx="3.5"/>' for i, w in enumerate(width * (1 - .13 * ((i * 3) % 5)) for i in range(rows)))


SCENES = {
    # It rises, and it falls.
    "heroin/cravings": (DAY, [
        sun(860, 300, 80),
        hill("far", (0, 400), (300, 360), (620, 400), (900, 372), (1200, 396)),
        hill("mid", (0, 470), (170, 440), (400, 250), (560, 420), (760, 440), (960, 452), (1200, 440)),
        boat(930, 446, .95),
        hill("near", (0, 560), (180, 520), (400, 452), (600, 540), (820, 556), (1200, 532)),
    ]),
    # A tree that branches like what it stands for.
    "heroin/brain": (DAY, [
        sun(610, 330, 120),
        hill("far", (0, 470), (300, 420), (640, 450), (960, 412), (1200, 440)),
        '<g fill="none" class="line" stroke-linecap="round"><path stroke-width="26" d="M600 560C604 500 596 470 600 420"/><path stroke-width="16" d="M600 440C570 390 520 380 490 330M600 430C630 380 690 380 716 322M600 430C596 370 606 330 600 270"/><path stroke-width="9" d="M522 366C480 366 440 350 418 316M490 330C480 300 486 270 476 246M552 396C560 360 540 330 548 296M664 376C664 340 650 320 656 284M716 322C748 312 770 292 780 262M716 322C716 296 724 276 718 246M600 320C580 290 576 262 566 236M602 300C622 276 626 256 634 230"/></g>',
        "".join(f'<circle class="mid" cx="{x}" cy="{y}" r="{r}"/>' for x, y, r in [(418, 308, 24), (474, 236, 26), (546, 288, 19), (564, 224, 24), (600, 258, 18), (638, 218, 25), (656, 276, 18), (720, 234, 26), (784, 252, 24)]),
        hill("near", (0, 560), (260, 530), (600, 552), (940, 522), (1200, 548)),
    ]),
    # Two paths that become one.
    "treatment/mental-health": (DAY, [
        sun(600, 250, 78),
        hill("far", (0, 380), (260, 330), (600, 366), (920, 322), (1200, 372)),
        hill("mid", (0, 430), (300, 410), (600, 424), (900, 404), (1200, 432)),
        house(545, 436, 110),
        hill("near", (0, 470), (300, 448), (600, 434), (900, 450), (1200, 474)),
        '<path class="path" d="M130 640C300 560 520 560 590 440L610 440C680 560 900 560 1070 640L950 640C840 592 690 582 600 512C510 582 360 592 250 640z"/>',
    ]),
    # Steep at first.
    "meth/addiction-and-treatment": (DAY, [
        sun(880, 214, 74),
        '<path class="far" d="M420 640L760 250L860 340L930 286L1260 640z"/>',
        '<path class="mid" d="M-40 640L330 300L470 430L560 372L860 640z"/>',
        hill("near", (0, 590), (260, 560), (560, 586), (860, 556), (1200, 578)),
        '<path class="path" d="M420 640C450 596 600 590 590 560C582 534 480 532 484 508C488 490 556 484 552 466C549 452 506 448 508 434L528 434C528 444 584 450 586 470C588 494 526 496 524 512C522 532 640 532 644 566C648 602 540 606 530 640z"/>',
        fir(180, 576, 92), fir(240, 580, 66), fir(980, 572, 84),
    ]),
    # One window is lit all night.
    "meth/withdrawal": (NIGHT, [
        moon(900, 150), stars((140, 90, 3), (260, 170, 2.5), (390, 80, 2.5), (520, 150, 3), (660, 70, 2.5), (1050, 90, 2.5), (1110, 220, 3), (770, 230, 2), (320, 260, 2)),
        hill("far", (0, 420), (260, 360), (560, 404), (860, 348), (1200, 410)),
        hill("mid", (0, 480), (320, 470), (620, 448), (900, 474), (1200, 452)),
        house(540, 470, 150, 1),
        hill("near", (0, 530), (300, 512), (600, 466), (900, 520), (1200, 548)),
        fir(300, 524, 110), fir(370, 520, 80), fir(820, 512, 96),
    ]),
    # Small steps down to the shore.
    "benzodiazepines/valium": (DAY, [
        sun(930, 300, 76),
        '<rect class="far" x="-20" y="400" width="1240" height="260"/>', shine(930, 414, 190, 5),
        hill("mid", (0, 470), (500, 520), (900, 580), (1200, 600)),
        '<path class="near" d="M-20 650V260H120V300H220V340H320V380H420V420H520V460H620V500H720V540H840V580H1000V610H1220V650z"/>',
        tree(60, 262, 150), fir(168, 302, 70),
    ]),
    # A bridge across.
    "treatment/opioid-medicines": (DAY, [
        sun(600, 270, 84),
        hill("far", (0, 380), (260, 330), (600, 372), (930, 326), (1200, 376)),
        '<rect class="mid" x="-20" y="440" width="1240" height="220"/>', shine(600, 470, 210, 6),
        '<path class="near" d="M-20 650V410C120 404 200 420 250 452C290 480 310 560 330 650z"/><path class="near" d="M1220 650V410C1080 404 1000 420 950 452C910 480 890 560 870 650z"/>',
        '<path class="dark" d="M220 436Q600 300 980 436V462Q600 336 220 462z"/><path fill="none" class="line" stroke-width="8" d="M220 396Q600 262 980 396M300 372V424M400 344V398M500 328V380M600 322V376M700 328V380M800 344V398M900 372V424"/>',
    ]),
    # A light that calls for help and guides it.
    "overdose/what-to-do": (NIGHT, [
        stars((120, 120, 3), (230, 60, 2.5), (420, 110, 2.5), (980, 70, 3), (1090, 150, 2.5), (540, 60, 2)),
        '<path class="lit" opacity=".32" d="M700 206L-20 90V330z"/><path class="lit" opacity=".2" d="M700 206L1220 150V290z"/>',
        '<rect class="far" x="-20" y="440" width="1240" height="220"/>', '<rect class="mid" x="-20" y="510" width="1240" height="150"/>',
        '<path class="pale" d="M664 470L680 240H720L736 470z"/><path class="near" d="M671 370L675 310H725L729 370z"/><path class="dark" d="M668 242h64v-12h-64zM680 228v-40h40v40z"/><rect class="lit" x="686" y="192" width="28" height="32"/><path class="dark" d="M674 188l26-30l26 30z"/>',
        '<path class="near" d="M520 650C560 520 620 466 700 464C790 466 850 530 900 650z"/>',
    ]),
    # Some storms are dangerous, and they pass.
    "withdrawal/which-kinds-are-dangerous": (DAY, [
        sun(900, 250, 84),
        cloud(390, 268, 1.7, "mid"), cloud(560, 306, 1.3, "far"),
        '<g class="line" stroke-width="7" stroke-linecap="round" opacity=".75"><path d="M276 290l-26 62M340 292l-28 72M408 290l-26 62M474 320l-26 66M540 326l-22 56M314 384l-20 48M384 380l-22 52M450 412l-18 40M604 322l-18 46"/></g>',
        hill("far", (0, 450), (300, 430), (640, 462), (940, 420), (1200, 446)),
        hill("mid", (0, 500), (280, 480), (620, 512), (900, 486), (1200, 500)),
        hill("near", (0, 560), (320, 536), (640, 566), (960, 540), (1200, 560)),
        house(700, 560, 100, 2), tree(850, 556, 100),
    ]),
    # Two on a bench.
    "family/how-to-help": (DAY, [
        sun(600, 306, 110),
        hill("far", (0, 420), (280, 372), (600, 402), (920, 366), (1200, 410)),
        hill("mid", (0, 470), (320, 440), (640, 462), (940, 436), (1200, 466)),
        hill("near", (0, 560), (300, 540), (600, 528), (900, 542), (1200, 566)),
        sitter(556, 500), sitter(648, 500),
        '<path class="dark" d="M460 470h284v14H460zM460 498h284v14H460zM482 512h12v40h-12zM710 512h12v40h-12z"/>',
        tree(860, 548, 190), tree(300, 548, 120),
    ]),
    # One stone after the other.
    "treatment/step-by-step": (DAY, [
        sun(840, 260, 80),
        hill("far", (0, 370), (300, 330), (640, 368), (940, 320), (1200, 362)),
        '<rect class="mid" x="-20" y="410" width="1240" height="250"/>', shine(840, 424, 170, 4),
        '<path class="near" d="M1220 410V372C1080 372 960 386 900 412z"/>',
        "".join(f'<ellipse class="dark" opacity=".35" cx="{x}" cy="{y + r * .22:g}" rx="{r * 1.08:g}" ry="{r * .36:g}"/><ellipse class="path" cx="{x}" cy="{y}" rx="{r}" ry="{r * .34:g}"/>' for x, y, r in [(900, 432, 26), (836, 450, 33), (752, 470, 41), (650, 494, 52), (524, 524, 64), (372, 562, 80)]),
        '<path class="near" d="M-20 650V560C90 566 190 590 260 650z"/>', fir(1060, 384, 84), fir(1120, 384, 110),
    ]),
    # A gate that stands open.
    "treatment/paying-in-ohio": (DAY, [
        sun(600, 290, 84),
        hill("far", (0, 400), (300, 352), (600, 392), (900, 346), (1200, 398)),
        hill("mid", (0, 450), (300, 430), (600, 446), (900, 428), (1200, 452)),
        hill("near", (0, 490), (300, 476), (600, 470), (900, 478), (1200, 492)),
        '<path class="path" d="M586 470h28C622 540 700 580 760 650H440C500 580 578 540 586 470z"/>',
        "".join(f'<rect class="pale" x="{x}" y="430" width="14" height="110" rx="5"/>' for x in [*range(20, 450, 46), *range(748, 1200, 46)]),
        '<rect class="pale" x="-20" y="456" width="470" height="12"/><rect class="pale" x="-20" y="504" width="470" height="12"/><rect class="pale" x="748" y="456" width="470" height="12"/><rect class="pale" x="748" y="504" width="470" height="12"/>',
        '<path class="pale" d="M440 400h22v150h-22zM738 400h22v150h-22z"/><path class="pale" d="M462 424l70-34v14l-70 34zM462 524l70 26v14l-70-26zM516 396h14v160h-14zM488 412h12v134h-12z"/>',
    ]),
    # It turns back, and goes on.
    "treatment/return-to-use": (DAY, [
        sun(930, 214, 80),
        hill("far", (0, 330), (300, 300), (640, 330), (940, 284), (1200, 318)),
        hill("mid", (0, 400), (280, 370), (620, 392), (930, 352), (1200, 384)),
        hill("near", (0, 470), (300, 440), (640, 436), (930, 384), (1200, 420)),
        '<path fill="none" class="road" stroke-linecap="round" d="M180 650C220 560 420 560 560 560C700 560 760 520 700 492C640 464 500 480 520 520C540 556 760 548 850 500C920 460 900 420 928 392" stroke-width="30"/>',
    ]),
    # A lantern at the end of a jetty.
    "cravings/the-next-hour": (NIGHT, [
        moon(300, 150, 46), stars((120, 70, 2.5), (430, 90, 3), (600, 60, 2), (760, 120, 2.5), (1000, 70, 3), (1100, 190, 2), (200, 260, 2)),
        hill("far", (0, 360), (260, 320), (560, 352), (900, 306), (1200, 346)),
        '<rect class="mid" x="-20" y="390" width="1240" height="270"/>',
        '<circle class="lit" opacity=".18" cx="600" cy="372" r="150"/><circle class="lit" opacity=".3" cx="600" cy="372" r="84"/>',
        "".join(f'<rect class="lit" opacity="{.5 - .08 * i:g}" x="{600 - w / 2}" y="{470 + i * 24}" width="{w}" height="7" rx="3.5"/>' for i, w in enumerate([120, 80, 104, 60, 84])),
        '<path class="dark" d="M1220 520V560L560 462V440z"/><path class="dark" d="M700 460h14v120h-14zM860 484h16v140h-16zM1040 510h18v140h-18z"/><path class="dark" d="M592 446V400h16v46zM572 400h56v-8h-56zM580 340h40l10 14h-60z"/><rect class="lit" x="578" y="354" width="44" height="38" rx="4"/><path class="dark" d="M598 354h4v38h-4z"/>',
    ]),
}

# Topic pages show a scene of their own cluster, as a band that begins this far from its top. Emergencies have none.
TOPICS = {
    "cravings": ("heroin/cravings", 130),
    "withdrawal": ("withdrawal/which-kinds-are-dangerous", 64),
    "treatment": ("treatment/step-by-step", 130),
    "family": ("family/how-to-help", 130),
}


def style(colours):
    return "".join(f".{name}{{fill:{value}}}" for name, value in colours.items()) + f".line{{stroke:{colours['dark']}}}.road{{stroke:{colours['path']}}}"


def svg(parts, colours, box, size, dark=None):
    css = style(colours) + (f"@media(prefers-color-scheme:dark){{{style(dark)}}}" if dark else "")
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="{size[0]}" height="{size[1]}" viewBox="{box}"><style>{css}</style><rect class="sky" x="-20" y="-20" width="1240" height="680"/>{"".join(parts)}</svg>\n'


def main():
    for name, (colours, parts) in SCENES.items():
        target = CONTENT / f"{name}.png"
        png = subprocess.run(["rsvg-convert", "--width=1200", "--height=630"], input=svg(parts, colours, "0 0 1200 630", (1200, 630)).encode(), stdout=subprocess.PIPE, check=True).stdout
        target.write_bytes(subprocess.run(["pngquant", "--speed=1", "--strip", "48", "-"], input=png, stdout=subprocess.PIPE, check=True).stdout)
    for topic, (scene, top) in TOPICS.items():
        colours, parts = SCENES[scene]
        (CONTENT / topic / "picture.svg").write_text(svg(parts, colours, f"0 {top} 1200 450", (800, 300), DARK))


if __name__ == "__main__":
    main()
