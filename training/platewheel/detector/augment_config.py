"""Settings of the augmentation; written beside every run."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class AugmentConfig:
    """Chances are 0-1 per picture (per plate where it says so)."""

    mosaic: float = 0.25
    targeted: float = 0.45  # views whose scale is chosen for a plate
    plate_width: tuple[float, float] = (0.025, 0.95)  # of the view, for targeted views
    zoom: tuple[float, float] = (0.75, 1.6)  # of the whole photo, for the other views
    fill: float = 0.6  # views filled by the photo; the others hold all of it
    max_zoom: float = 4.0  # view pixels per photo pixel
    background: float = 0.08  # plate-free crops
    rotate_deg: float = 4.0
    steep: float = 0.12  # views tilted much more
    shear: float = 0.04
    stretch: float = 0.12  # standard deviation of the log of the aspect change
    perspective: float = 0.1
    flip: float = 0.3
    min_visible: float = 0.3  # of a plate's area, to keep its label
    min_side_px: float = 3.0
    recolour: float = 0.12  # per plate
    cover: float = 0.2  # per plate
    paste: float = 0.15  # plates put on plate-free places
    text_distractor: float = 0.12  # writing that is no plate
    scene: float = 0.05  # a drawn rear of a vehicle over a plate-free part
    night: float = 0.1
    colour: float = 0.8
    blur: float = 0.2
    noise: float = 0.15
    jpeg: float = 0.2

    def calmer(self) -> AugmentConfig:
        """For the last part of a run: whole natural views, so that the weights end there."""
        return replace(
            self,
            mosaic=0.05,
            background=0.12,
            fill=0.3,
            targeted=0.35,
            steep=0.06,
            recolour=0.06,
            cover=0.08,
            paste=0.06,
            scene=0.03,
            night=0.08,
        )
