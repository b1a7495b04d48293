"""Photos of garments: some that come along, and the steps from a photo to an image as the network knows it."""

from helpers.photos.samples import GARMENTS, garment_photo
from helpers.photos.steps import FORMATS, PhotoSteps, photo_steps, read_photo

__all__ = ["FORMATS", "GARMENTS", "PhotoSteps", "garment_photo", "photo_steps", "read_photo"]
