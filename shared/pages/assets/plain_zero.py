"""Takes the slash out of a typeface's zero: python plain_zero.py FONT PLAIN-FONT (fonttools 4, brotli).

Atkinson Hyperlegible Next has no other zero, by a feature or by another letter. The slash cuts the space inside the zero
into two. The lower left quarter of that space is whole: mirrored three times, it is the space of a plain zero, at each
weight. The zero of equal width is made of the same outline.
"""

import sys

from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._g_l_y_f import GlyphCoordinates, flagOnCurve

OUTSIDE = range(16)
LEFT, BOTTOM = 23, 16
# The points of the whole quarter between its two ends.
BETWEEN = [24, 25, 26]


def plain(points):
    """Returns the outline's points with one space inside; of differences between weights, the differences."""
    (middle, _), (_, height) = points[BOTTOM], points[LEFT]

    def mirrored(numbers, across, along):
        at = [points[number] for number in numbers]
        return [(2 * middle - x if across else x, 2 * height - y if along else y) for x, y in at]

    there, back = [LEFT, *BETWEEN], [BOTTOM, *reversed(BETWEEN)]
    inside = mirrored(there, False, False) + mirrored(back, True, False) + mirrored(there, True, True) + mirrored(back, False, True)
    return [points[number] for number in OUTSIDE] + inside


font = TTFont(sys.argv[1])
zero = font["glyf"]["zero"]
points, ends = list(zero.coordinates), list(zero.endPtsOfContours)
if ends != [15, 26, 38] or points[LEFT] != (151, 335) or points[BOTTOM] != (324, 62):
    sys.exit("This is not the zero that this program knows.")
for variation in font["gvar"].variations["zero"]:
    moved, phantom = variation.coordinates[: len(points)], variation.coordinates[len(points) :]
    variation.coordinates = plain(moved) + phantom
zero.coordinates = GlyphCoordinates(plain(points))
# Both outlines have a point on the curve at each side, and three between.
zero.flags = bytearray([flagOnCurve, 0, 0, 0] * 8)
zero.endPtsOfContours, zero.numberOfContours = [15, 31], 2
zero.recalcBounds(font["glyf"])
font.flavor = None
font.save(sys.argv[2])
