"""Everything on a plate that is not a character: grounds, pictures, bands, emblems, screws,
frames, wear.
"""

from __future__ import annotations

import cv2
import numpy as np

from .designs import Colour
from .glyphs import Mask, face_for_word, resized, word

Canvas = np.ndarray  # float32 [H, W, 3], RGB 0–255

BAND_COLOURS: dict[str, Colour] = {
    "blue": (20, 60, 160),
    "ind": (236, 236, 232),
    "red": (180, 20, 40),
    "maroon": (120, 20, 50),
    "ksa": (232, 232, 230),
    "flag": (220, 220, 225),
    "punjab": (30, 120, 70),
    "ict": (110, 150, 190),
}


def jittered(colour: Colour, rng: np.random.Generator, spread: float = 12.0) -> np.ndarray:
    """The colour as another batch of paint or film would have it."""
    return np.clip(np.array(colour, np.float32) + rng.normal(0, spread, 3), 0, 255).astype(
        np.float32
    )


def blend(canvas: Canvas, mask: Mask, colour: np.ndarray, strength: float = 1.0) -> None:
    """Paint `colour` where the mask covers."""
    alpha = (mask * strength)[..., None]
    canvas *= 1 - alpha
    canvas += alpha * colour


def smooth_noise(height: int, width: int, cells: int, rng: np.random.Generator) -> Mask:
    """Soft random clouds, 0–1."""
    small = rng.random((max(cells // 2, 2), max(cells, 2)), dtype=np.float32)
    return np.clip(cv2.resize(small, (width, height), interpolation=cv2.INTER_CUBIC), 0, 1)


def picture(canvas: Canvas, ground: np.ndarray, rng: np.random.Generator) -> None:
    """A pale picture as on US plates: sky fades, hills, a sun, flowers, all close to the ground
    colour.
    """
    h, w = canvas.shape[:2]
    tint = rng.uniform(60, 255, 3).astype(np.float32)
    strength = float(rng.uniform(0.1, 0.55))
    kind = int(rng.integers(5))
    mask = np.zeros((h, w), np.float32)
    if kind == 0:
        ramp = np.linspace(0, 1, h, dtype=np.float32)[:, None]
        mask[:] = ramp if rng.random() < 0.5 else 1 - ramp
    elif kind == 1:
        xs = np.linspace(0, float(rng.uniform(4, 14)), w)
        line = h * (
            rng.uniform(0.4, 0.8) + rng.uniform(0.05, 0.15) * np.sin(xs + rng.uniform(0, 6))
        )
        mask[np.arange(h)[:, None] > line[None, :]] = 1
    elif kind == 2:
        for _ in range(int(rng.integers(1, 6))):
            centre = (int(rng.integers(w)), int(rng.integers(h)))
            cv2.circle(mask, centre, int(rng.integers(3, max(4, h // 3))), 1.0, -1, cv2.LINE_AA)
    elif kind == 3:
        mask = smooth_noise(h, w, int(rng.integers(4, 30)), rng)
    else:
        stripes = int(rng.integers(2, 4))
        for band in np.array_split(np.arange(h), stripes):
            blend(
                canvas[band[0] : band[-1] + 1],
                np.ones((len(band), w), np.float32),
                0.5 * ground + 0.5 * rng.uniform(60, 255, 3).astype(np.float32),
                strength,
            )
    blend(canvas, mask, tint, strength)


def band(
    canvas: Canvas, box: tuple[int, int, int, int], kind: str, text: str, rng: np.random.Generator
) -> None:
    """A country field: ground, a flag or ring of stars, and the code, which is not part of the
    text.
    """
    x0, y0, x1, y1 = box
    part = canvas[y0:y1, x0:x1]
    if part.size == 0:
        return
    h, w = part.shape[:2]
    ground = jittered(BAND_COLOURS[kind], rng, 15)
    part[:] = ground
    light = np.array((240, 240, 240), np.float32)
    ink = light if ground.mean() < 140 else jittered((20, 40, 120), rng)
    if kind == "flag":
        for index in range(3):
            y = h * index // 8
            part[y : h * (index + 1) // 8, w // 6 : w - w // 6] = jittered((128, 128, 128), rng, 90)
    elif kind in ("punjab", "ict"):  # wheat, or a picture of a mosque
        shape = np.zeros((h, w), np.float32)
        for _ in range(int(rng.integers(2, 6))):
            centre = (int(w * rng.uniform(0.3, 0.7)), int(h * rng.uniform(0.2, 0.65)))
            axes = (
                max(1, int(w * rng.uniform(0.06, 0.3))),
                max(1, int(h * rng.uniform(0.06, 0.2))),
            )
            cv2.ellipse(shape, centre, axes, float(rng.uniform(0, 180)), 0, 360, 1.0, -1)
        blend(part, shape, jittered((200, 200, 170), rng, 40), float(rng.uniform(0.5, 1)))
    elif kind == "blue" and h > w:
        ring = np.zeros((h, w), np.float32)
        colour = jittered((240, 210, 40), rng) if rng.random() < 0.7 else light
        for angle in np.linspace(0, 2 * np.pi, 12, endpoint=False):
            x, y = w / 2 + w * 0.3 * np.cos(angle), h * 0.3 + w * 0.3 * np.sin(angle)
            cv2.circle(ring, (round(x), round(y)), max(1, w // 22), 1.0, -1)
        blend(part, ring, colour, float(rng.uniform(0.6, 1)))
    if text:
        mask = word(face_for_word(text, rng), text)
        upright = h > w
        height = h * (0.22 if upright else 0.6)
        width = mask.shape[1] / mask.shape[0] * height
        if kind == "ksa" or (upright and len(text) > 3):  # letters below one another, or turned
            mask = np.rot90(mask) if rng.random() < 0.5 else mask
            width, height = w * 0.5, h * 0.6
        scale = min(1.0, w * 0.85 / width)
        mask = resized(
            np.ascontiguousarray(mask), round(width * scale), round(height * min(1, scale * 1.3))
        )
        mh, mw = mask.shape
        y = int(h * 0.93) - mh if upright and kind != "ksa" else (h - mh) // 2
        x = (w - mw) // 2
        if y >= 0 and x >= 0 and y + mh <= h and x + mw <= w:
            blend(part[y : y + mh, x : x + mw], mask, ink)


def emblem(
    canvas: Canvas, box: tuple[float, float, float, float], rng: np.random.Generator
) -> None:
    """A seal, coat of arms or sticker between characters."""
    x0, y0, x1, y1 = box
    count = 2 if rng.random() < 0.35 and (y1 - y0) > 1.3 * (x1 - x0) else 1
    for index in range(count):
        cy = y0 + (y1 - y0) * ((index + 0.5) / count if count == 2 else rng.uniform(0.35, 0.65))
        radius = max(2, int(min(x1 - x0, (y1 - y0) / count) * rng.uniform(0.3, 0.5)))
        mask = np.zeros(canvas.shape[:2], np.float32)
        centre = (round((x0 + x1) / 2), round(cy))
        if rng.random() < 0.75:
            cv2.circle(mask, centre, radius, 1.0, -1, cv2.LINE_AA)
        else:
            corner = (
                (centre[0] - radius, centre[1] - radius),
                (centre[0] + radius, centre[1] + radius),
            )
            cv2.rectangle(mask, *corner, 1.0, -1)
        blend(canvas, mask, rng.uniform(0, 255, 3).astype(np.float32), float(rng.uniform(0.4, 1)))
        cv2.circle(mask, centre, max(1, radius // 2), 0.0, -1, cv2.LINE_AA)
        blend(canvas, mask, rng.uniform(0, 255, 3).astype(np.float32), float(rng.uniform(0.3, 0.9)))


def border(canvas: Canvas, ink: np.ndarray, rng: np.random.Generator) -> None:
    """The stamped rim."""
    h, w = canvas.shape[:2]
    inset = int(rng.integers(0, 4))
    mask = np.zeros((h, w), np.float32)
    cv2.rectangle(
        mask,
        (inset, inset),
        (w - 1 - inset, h - 1 - inset),
        1.0,
        int(rng.integers(1, 3)),
        cv2.LINE_AA,
    )
    blend(canvas, mask, ink, float(rng.uniform(0.3, 1)))


def screws(canvas: Canvas, rng: np.random.Generator) -> None:
    """Two or four bolts or caps."""
    h, w = canvas.shape[:2]
    x, y = w * rng.uniform(0.04, 0.28), h * rng.uniform(0.07, 0.5)
    spots = [(x, y), (w - x, y)] + ([(x, h - y), (w - x, h - y)] if rng.random() < 0.4 else [])
    colour = rng.uniform(20, 240) + rng.normal(0, 10, 3)
    radius = max(1, int(h * rng.uniform(0.02, 0.055)))
    for sx, sy in spots:
        cv2.circle(canvas, (int(sx), int(sy)), radius, colour.tolist(), -1, cv2.LINE_AA)
        cv2.circle(
            canvas,
            (int(sx) - 1, int(sy) - 1),
            max(1, radius // 2),
            (colour * 0.6).tolist(),
            1,
            cv2.LINE_AA,
        )


def sticker(canvas: Canvas, rng: np.random.Generator) -> None:
    """A small coloured registration sticker in a corner."""
    h, w = canvas.shape[:2]
    sw, sh = int(w * rng.uniform(0.06, 0.13)), int(h * rng.uniform(0.1, 0.2))
    x = int(rng.choice([w * 0.03, w * 0.97 - sw]))
    y = int(rng.choice([h * 0.04, h * 0.96 - sh]))
    canvas[y : y + sh, x : x + sw] = rng.uniform(0, 255, 3)
    if rng.random() < 0.6:
        year = str(rng.integers(5, 30))
        mask = resized(word(face_for_word(year, rng), year), int(sw * 0.7), int(sh * 0.8))
        part = canvas[y + 1 : y + 1 + mask.shape[0], x + 2 : x + 2 + mask.shape[1]]
        blend(part, mask[: part.shape[0], : part.shape[1]], np.array((20, 20, 20), np.float32))


def wear(canvas: Canvas, rng: np.random.Generator) -> None:
    """Dirt, mud, rust, scratches and flaked paint."""
    h, w = canvas.shape[:2]
    if rng.random() < 0.35:
        clouds = smooth_noise(h, w, int(rng.integers(5, 40)), rng)
        cover = np.clip((clouds - rng.uniform(0.35, 0.8)) * 3, 0, 1)
        if rng.random() < 0.5:
            cover *= np.linspace(0.2, 1.2, h, dtype=np.float32)[:, None].clip(0, 1)
        blend(canvas, cover, jittered((120, 95, 65), rng, 30), float(rng.uniform(0.15, 0.75)))
    for _ in range(int(rng.integers(0, 5)) if rng.random() < 0.3 else 0):
        a, b = (
            (int(rng.integers(w)), int(rng.integers(h))),
            (int(rng.integers(w)), int(rng.integers(h))),
        )
        cv2.line(canvas, a, b, rng.uniform(40, 220, 3).tolist(), 1, cv2.LINE_AA)
    if rng.random() < 0.1:
        for _ in range(int(rng.integers(1, 12))):
            centre = (int(rng.integers(w)), int(rng.integers(h)))
            cv2.circle(
                canvas,
                centre,
                int(rng.integers(1, max(2, h // 14))),
                jittered((110, 60, 25), rng, 20).tolist(),
                -1,
            )
