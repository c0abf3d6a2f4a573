"""The data sources by the prefix of their file names: licences, and how often each is shown."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Source:
    """A data set that photos or crops come from."""

    licence: str  # as the source states it
    origin: str  # repository on GitHub
    #: How often the detector's training shows each of its photos in an epoch: small worldwide
    #: sources and those without plates more.
    weight: float = 1.0


SOURCES: dict[str, Source] = {
    "olpr": Source("Apache-2.0", "faisalthaheem/open-lpr-dataset-plate-detection"),
    "ro": Source("MIT", "RobertLucian/license-plate-dataset"),
    "rfmix": Source("MIT", "chirag-agrawal24/ANPR", 0.7),
    "rfuseu": Source("CC BY 4.0", "conztantinee/thesis"),
    "kaggle": Source("CC0 1.0", "yoavmai/Car-license-plate-detection"),
    "my": Source("CC BY 4.0", "nadeemcodes/Malaysia_Delloyd_Assignment1", 2.0),
    "cn": Source("Apache-2.0", "sirius-ai/LPRNet_Pytorch"),
    "vnr": Source("CC BY 4.0", "MinhQuang2204/Car_Detection", 1.5),
    "idn": Source("CC BY 4.0", "AbbysGud/Plate_Detection-YOLOv8", 2.0),
    "trk": Source("CC BY 4.0", "hserhatizmirli/Plate-Detect-System", 1.5),
    "lka": Source("CC BY 4.0", "TheNobleStag/Number-Plate-Recognition", 1.5),
    "inp": Source("CC BY 4.0", "Jayatiaggarwal12/license_plate_ai", 1.5),
    "rus": Source("MIT", "70Null07/plateyolov8train", 1.5),
    "uar": Source("CC BY 4.0", "bertugilk/YOLOv5_License_Plate_Detection", 2.0),
    "rfw": Source("CC BY 4.0", "RenanBjj/Python-AI-Yolo-License-Plate-Detector", 2.0),
    "kag2": Source("CC0 1.0", "Akarsh1154/Structured-ANPR", 1.5),
    "ind": Source("CC BY 4.0", "bharathkannan13/intelligent-parking-survillenace", 1.5),
    "mch": Source("CC BY 4.0", "ashu2212-debug/AI-Helmet-Violation-Monitoring-System", 2.0),
    "bus": Source("CC BY 4.0", "IsaacNatarajan/College-Bus-Monitoring-Using-ANPR", 1.5),
    "col": Source("CC BY 4.0", "jhoanpossos/Proyecto_Capstone_ALPR", 1.5),
    "tha": Source("CC BY 4.0", "xFieldxGod/Detect_Plate", 1.5),
    "neg": Source("CC0 1.0", "MuratOzc/traffic-sign-recognition-using-deep-learning", 2.5),
    "negm": Source("CC BY 4.0", "ashu2212-debug/AI-Helmet-Violation-Monitoring-System", 2.5),
    "negs": Source("Apache-2.0", "JaidedAI/EasyOCR; kimhoang0997/vi-scene-text", 2.5),
}
#: Photos and crops that share a camera: kept out together, or the run has seen the one it leaves.
SAME_CAMERA = (frozenset({"vnr", "mch"}),)
LICENCES = {name: source.licence for name, source in SOURCES.items()}
WEIGHTS = {name: source.weight for name, source in SOURCES.items() if source.weight != 1.0}


def with_same_camera(left_out: list[str]) -> list[str]:
    """The sources to leave out, and those whose pictures are of the same camera.

    >>> with_same_camera(["olpr", "vnr"])
    ['mch', 'olpr', 'vnr']
    """
    out = set(left_out)
    for group in SAME_CAMERA:
        out |= group if out & group else set()
    return sorted(out)
