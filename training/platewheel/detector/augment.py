"""One training picture from the photos: view or mosaic, plates changed and added, camera faults."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
from numpy.typing import NDArray

from platewheel.detector import paste, photometric, views
from platewheel.detector.augment_config import AugmentConfig
from platewheel.detector.data import Photo, PixelCache
from platewheel.detector.text_distractors import add_text_distractor
from platewheel.synth.plate import random_plate
from platewheel.synth.scene import add_scene

Image = NDArray[np.uint8]
Boxes = NDArray[np.float32]

NO_BOXES = np.zeros((0, 4), np.float32)
DRAWN_PLATES = 5000


@cache
def drawn_plates(seed: int) -> list[Image]:
    """Flat plates of the world, the same for the same seed; drawing them takes seconds."""
    source = np.random.default_rng(seed)
    return [random_plate(source).image for _ in range(DRAWN_PLATES)]


class Augmenter:
    """Draws pictures; all randomness comes from the generator that is passed in."""

    def __init__(
        self,
        photos: Sequence[Photo],
        cache: PixelCache,
        config: AugmentConfig,
        seed: int = 0,
        drawn: list[Image] | None = None,
    ) -> None:
        """`drawn` are flat plates to paste; without them 5,000 are drawn for the seed."""
        self.photos, self.cache, self.config = photos, cache, config
        self._drawn = drawn or drawn_plates(seed)
        #: Where the last picture's pixels came from: what a run without a source must not see.
        self.sources: set[str] = set()

    def draw(self, index: int, size: int, rng: np.random.Generator) -> tuple[Image, Boxes]:
        """A picture [size,size,3] around photo `index`, and its plates x1 y1 x2 y2 in pixels."""
        config = self.config
        self.sources = {self.photos[index].source}
        if rng.random() < config.mosaic:
            image, boxes = self._mosaic(index, size, rng)
        elif rng.random() < config.scene:
            image, boxes = self._scene(index, size, rng)
        elif rng.random() < config.background:
            image, boxes = self._background(index, size, rng)
        else:
            photo = self.photos[index]
            image, boxes = views.view(
                self.cache[index], photo.boxes, (size, size), config, rng, photo.hard_negatives
            )
        image = np.ascontiguousarray(image)
        if config.recolour:
            paste.recolour(image, boxes, config.recolour, rng)
        if paste.harvest(config, rng):
            plates = self._plates(rng)
            paste.cover(image, boxes, plates, 0.5, rng)
            boxes = paste.add(image, boxes, plates, 0.5, rng)
        if rng.random() < config.text_distractor:
            add_text_distractor(image, boxes, rng)
        return photometric.shoot(image, config, rng), boxes

    def _mosaic(self, index: int, size: int, rng: np.random.Generator) -> tuple[Image, Boxes]:
        image = np.empty((size, size, 3), np.uint8)
        found = []
        picks = [index, *rng.integers(len(self.photos), size=3).tolist()]
        for pick, (x, y, w, h) in zip(picks, views.mosaic_cells(size, rng), strict=True):
            photo = self.photos[pick]
            self.sources.add(photo.source)
            tile, boxes = views.view(self.cache[pick], photo.boxes, (w, h), self.config, rng)
            image[y : y + h, x : x + w] = tile
            found.append(boxes + np.array([x, y, x, y], np.float32))
        return image, np.concatenate(found)

    def _background(self, index: int, size: int, rng: np.random.Generator) -> tuple[Image, Boxes]:
        """A part of the photo without a plate; the whole photo when ten tries find none."""
        image, boxes = self.cache[index], self.photos[index].boxes
        h, w = image.shape[:2]
        for _ in range(10):
            side = rng.uniform(0.3, 0.8)
            x, y = rng.uniform(0, 1 - side, 2)
            overlap = np.minimum(boxes[:, 2:], [x + side, y + side]) - np.maximum(
                boxes[:, :2], [x, y]
            )
            if not (overlap.min(1, initial=1) > 0).any():
                part = image[int(y * h) : int((y + side) * h), int(x * w) : int((x + side) * w)]
                return views.view(part, NO_BOXES, (size, size), self.config, rng)
        return views.view(image, boxes, (size, size), self.config, rng)

    def _scene(self, index: int, size: int, rng: np.random.Generator) -> tuple[Image, Boxes]:
        """A drawn vehicle before a part of the photo without a plate, where there is one."""
        image, boxes = self._background(index, size, rng)
        if len(boxes):
            return image, boxes
        image = np.ascontiguousarray(image)
        picks = rng.integers(len(self._drawn), size=4)
        quads = add_scene(image, [self._drawn[i] for i in picks], rng)
        return image, views.bounds_in_view(
            quads, (size, size), self.config.min_visible, self.config.min_side_px
        )

    def _plates(self, rng: np.random.Generator) -> list[Image]:
        """Eight drawn plates and up to four cut from other photos."""
        plates = [self._drawn[i] for i in rng.integers(len(self._drawn), size=8)]
        for i in rng.integers(len(self.photos), size=4):
            if len(self.photos[i].boxes):
                crop = paste.plate_crop(self.cache[int(i)], self.photos[i].boxes, rng)
                if crop is not None:
                    plates.append(crop)
                    self.sources.add(self.photos[i].source)
        return plates
