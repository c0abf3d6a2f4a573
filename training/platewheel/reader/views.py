"""Turns a plate (drawn or real) into what a camera, a detector and a JPEG encoder make of it.

Geometry first: the plate is turned in space, its bounding box is found and enlarged or cut as a
detector's box would be, and the result is stretched to the reader's input, exactly as the app does.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from .model import INPUT_HEIGHT, INPUT_WIDTH
from .photometry import degrade, tone
from .resize_mode import ResizeMode, placed_size, resized_by

Image = np.ndarray  # uint8 [H, W, 3], RGB
#: A character of which less than this is in view is not read; between the two the view is redrawn.
UNREAD_BELOW, READ_ABOVE = 0.35, 0.7
MAX_NATIVE_WIDTH_PX = 260


@dataclass(frozen=True)
class Pose:
    """Spreads (standard deviations) of the camera's place and of the detector's box."""

    yaw_deg: float = 18.0
    pitch_deg: float = 11.0
    roll_deg: float = 3.8
    squeeze: float = 0.12  # log of width ÷ height: photos stretched to squares, other plate makers
    margin: float = 0.07  # mean enlargement of each side, as part of the box's width or height
    margin_spread: float = 0.06
    margin_floor: float = -0.04
    loose_share: float = 0.07
    cut_share: float = 0.08
    shift: float = 0.03  # of the whole box, as part of its width and height
    native_px: tuple[float, float] = (15.0, 100.0)  # plate height in the photo, log-uniform
    hardship: float = 1.4  # greatest frequency of blur, noise and bad light; real crops have some
    replicate_share: float = 0.0  # smear the border outwards instead of showing another background


#: Real crops hold their camera already and 4–8 % of margin: only a little is added.
REAL_POSE = Pose(9.0, 6.0, 3.0, 0.08, 0.015, 0.05, -0.05, 0.05, 0.0, 0.0, (18.0, 110.0), 0.9, 0.6)


def turned_corners(width: float, height: float, pose: Pose, rng: np.random.Generator) -> np.ndarray:
    """Corners [4, 2] of a plate turned in space, in plate pixels about its centre."""
    wild = 2.2 if rng.random() < 0.07 else 1.0
    yaw, pitch, roll = (
        np.deg2rad(np.clip(rng.normal(0, s * wild), -limit, limit))
        for s, limit in ((pose.yaw_deg, 62), (pose.pitch_deg, 45), (pose.roll_deg, 28))
    )
    sx = float(np.exp(rng.normal(0, pose.squeeze)))
    x, y = width * sx / 2, height / 2
    flat = np.array([[-x, -y, 0], [x, -y, 0], [x, y, 0], [-x, y, 0]])
    cy, sy, cp, sp, cr, sr = (*(f(a) for a in (yaw, pitch, roll) for f in (np.cos, np.sin)),)
    turn = (
        np.array([[cr, -sr, 0], [sr, cr, 0], [0, 0, 1]])
        @ np.array([[1, 0, 0], [0, cp, -sp], [0, sp, cp]])
        @ np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
    )
    points = flat @ turn.T
    distance = width * rng.uniform(2.0, 8.0)
    return points[:, :2] * (distance / (distance + points[:, 2:]))


def crop_box(
    corners: np.ndarray, pose: Pose, rng: np.random.Generator
) -> tuple[float, float, float, float]:
    """The detector's box about the corners, enlarged by jittered margins: x0, y0, width, height."""
    x0, y0 = corners.min(0)
    x1, y1 = corners.max(0)
    mean, spread, floor = pose.margin, pose.margin_spread, pose.margin_floor
    draw = rng.random()
    if draw < pose.loose_share:
        mean, spread = 0.2, 0.1
    elif draw < pose.loose_share + pose.cut_share:
        mean, spread, floor = 0.0, 0.06, -0.14
    left, top, right, bottom = np.clip(rng.normal(mean, spread, 4), floor, 0.45)
    left, right = _shifted(left, right, pose, rng)
    top, bottom = _shifted(top, bottom, pose, rng)
    w, h = x1 - x0, y1 - y0
    return x0 - left * w, y0 - top * h, w * (1 + left + right), h * (1 + top + bottom)


def _shifted(
    before: float, after: float, pose: Pose, rng: np.random.Generator
) -> tuple[float, float]:
    """Two opposite margins of a box that stands beside its place; in all as much is seen."""
    if not pose.shift:
        return before, after
    by = float(rng.normal(0, pose.shift))
    return max(before + by, -0.14), max(after - by, -0.14)


def visible_part(boxes: np.ndarray) -> np.ndarray:
    """[n] part of each box [n, 4] (0–1 coordinates of the crop) that is inside the crop."""
    inside = np.clip(boxes, 0, 1)
    area = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    kept = (inside[:, 2] - inside[:, 0]) * (inside[:, 3] - inside[:, 1])
    return kept / np.maximum(area, 1e-9)


def project_boxes(boxes: np.ndarray, matrix: np.ndarray, width: float, height: float) -> np.ndarray:
    """Boxes [n, 4] in plate pixels → their bounds [n, 4] in the crop, 0–1."""
    if not len(boxes):
        return np.zeros((0, 4))
    corners = boxes[:, [0, 1, 2, 1, 2, 3, 0, 3]].reshape(-1, 1, 2).astype(np.float64)
    moved = cv2.perspectiveTransform(corners, matrix).reshape(-1, 4, 2) / (width, height)
    return np.concatenate([moved.min(1), moved.max(1)], 1)


def view(
    image: Image,
    boxes: np.ndarray,
    text: str,
    background: Image,
    pose: Pose,
    rng: np.random.Generator,
    inner: tuple[int, int, int, int] | None = None,
    resize_mode: ResizeMode = "stretch",
) -> tuple[Image, str, np.ndarray]:
    """One training view: input image uint8 [64, 160, 3], the text it still shows, the boxes of
    its characters.

    `boxes` [n, 4] in plate pixels, or [0, 4] where nobody knows them; returned in 0–1 of the crop.
    `inner` are the plate's bounds where `image` shows more than the plate.
    """
    left, top, right, bottom = inner or (0, 0, image.shape[1], image.shape[0])
    w, h = right - left, bottom - top
    for attempt in range(4):
        corners = turned_corners(w, h, pose, rng)
        x0, y0, bw, bh = crop_box(corners, pose, rng)
        native = np.exp(rng.uniform(*np.log(pose.native_px)))
        if h / w > 0.36:  # two rows, or a tall design: characters are about as high
            native *= 1.5
        scale = min(
            native / (corners[:, 1].max() - corners[:, 1].min()), MAX_NATIVE_WIDTH_PX / bw, 2.5
        )
        cw, ch = max(round(bw * scale), 8), max(round(bh * scale), 6)
        target = (corners - (x0, y0)) * (cw / bw, ch / bh)
        source = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float32)
        matrix = cv2.getPerspectiveTransform(source, target.astype(np.float32))
        placed = project_boxes(boxes, matrix, cw, ch)
        seen = visible_part(placed)
        if attempt == 3 or not np.any((seen > UNREAD_BELOW) & (seen < READ_ABOVE)):
            break
    if len(boxes):
        kept = seen >= UNREAD_BELOW
        text, placed = "".join(c for c, k in zip(text, kept, strict=True) if k), placed[kept]
    crop = _warp(image, matrix, scale, cw, ch, background, pose, rng)
    # Many easy views: they teach letters and counting, the hard ones teach doubt.
    severity = rng.random() ** 1.5 * pose.hardship
    crop = degrade(crop, severity, rng)
    size = placed_size(cw, ch) if resize_mode == "letterbox" else (INPUT_WIDTH, INPUT_HEIGHT)
    shrink = cw > size[0]
    method = cv2.INTER_AREA if shrink else cv2.INTER_LINEAR
    if rng.random() < 0.08:
        method = cv2.INTER_CUBIC
    resized = cv2.resize(crop, size, interpolation=method)
    part = np.array(size * 2) / (INPUT_WIDTH, INPUT_HEIGHT, INPUT_WIDTH, INPUT_HEIGHT)
    placed = placed * part + (1 - part) / 2
    return resized_by(tone(resized, severity, rng), resize_mode), text, placed


def _warp(
    image: Image, matrix: np.ndarray, scale: float, cw: int, ch: int, background: Image, pose: Pose,
    rng: np.random.Generator,
) -> Image:  # fmt: skip
    """The plate in the crop's native pixels, over the background; shrinks before warping against
    aliasing.
    """
    if scale < 0.7:
        h, w = image.shape[:2]
        factor = min(1.0, scale * 1.35)
        small = cv2.resize(
            image,
            (max(round(w * factor), 8), max(round(h * factor), 6)),
            interpolation=cv2.INTER_AREA,
        )
        matrix = matrix @ np.diag([w / small.shape[1], h / small.shape[0], 1.0])
        image = small
    # Half-pixel centres: the corner coordinates used so far lie at pixel edges.
    shift, back = np.eye(3), np.eye(3)
    shift[:2, 2], back[:2, 2] = 0.5, -0.5
    matrix = back @ matrix @ shift
    if rng.random() < pose.replicate_share:
        return cv2.warpPerspective(
            image, matrix, (cw, ch), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
        )
    ground = cv2.resize(background, (cw, ch), interpolation=cv2.INTER_LINEAR)
    return cv2.warpPerspective(
        image,
        matrix,
        (cw, ch),
        dst=ground,
        flags=cv2.INTER_LINEAR,
        borderMode=cv2.BORDER_TRANSPARENT,
    )
