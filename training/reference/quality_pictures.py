"""Dark, light, low information, blur, aspect by CleanVision on small made pictures."""

import base64

import numpy as np
import pandas as pd
from cleanvision.issue_managers.image_property import (
    AspectRatioProperty,
    BlurrinessProperty,
    BrightnessProperty,
    EntropyProperty,
)
from golden import write
from PIL import Image, ImageFilter


def pictures() -> dict[str, Image.Image]:
    """Of at most 64 pixels a side, so that CleanVision does not resize by Pillow's own filter."""
    rng = np.random.default_rng(2)
    x, y = np.meshgrid(np.arange(64), np.arange(40))
    stripes = ((x // 6 + y // 9) % 2 * 160 + 40).astype(np.uint8)
    plate = Image.fromarray(np.stack([stripes, stripes // 2 + 60, 255 - stripes], 2))
    noise = Image.fromarray(rng.integers(0, 256, (32, 50, 3), dtype=np.uint8))
    return {
        "plate": plate,
        "blurred": plate.filter(ImageFilter.GaussianBlur(4)),
        "dark": plate.point([int(v * 0.12) for v in range(256)] * 3),
        "light": plate.point([int(200 + v * 0.2) for v in range(256)] * 3),
        "noise": noise,
        "flat": Image.new("RGB", (60, 12), (90, 90, 90)),
        "pixel": Image.new("RGB", (1, 1), (7, 8, 9)),
    }


def measured(picture: Image.Image) -> dict[str, float]:
    """Raw values and scores with CleanVision's own factors."""
    raw: dict[str, float] = {}
    for prop in (
        BrightnessProperty("dark"),
        EntropyProperty(),
        BlurrinessProperty(),
        AspectRatioProperty(),
    ):
        raw.update(prop.calculate(picture))
    frame = pd.DataFrame([raw])
    score = lambda prop, kind, **more: float(  # noqa: E731
        prop.get_scores(frame, kind, **more)[f"{kind}_score"].iloc[0]
    )
    return {
        "brightest": float(raw["brightness_perc_99"]),
        "darkest": float(raw["brightness_perc_5"]),
        "entropy": float(raw["entropy"]),
        "edges": float(raw["blurriness"]),
        "greySpread": float(raw["blurriness_grayscale_std"]),
        "aspect": float(raw["aspect_ratio"]),
        "dark": score(BrightnessProperty("dark"), "dark"),
        "light": score(BrightnessProperty("light"), "light"),
        "lowInformation": score(EntropyProperty(), "low_information", normalizing_factor=0.1),
        "blurry": score(
            BlurrinessProperty(), "blurry", normalizing_factor=0.01, color_threshold=0.18
        ),
    }


def main() -> None:
    out = []
    for name, picture in pictures().items():
        rgba = picture.convert("RGBA")
        pixels = base64.b64encode(rgba.tobytes()).decode()
        size = {"width": rgba.width, "height": rgba.height}
        out.append({"name": name, **size, "rgba": pixels, "measures": measured(picture)})
    write("pictures", {"pictures": out})


if __name__ == "__main__":
    main()
