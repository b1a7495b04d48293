"""The colours of figures, diagrams and verdicts: Okabe and Ito, "Color Universal Design" (2008).

Colour-blind readers tell them apart. No colour stands alone: a sign, a marker or a word says the same.
"""

BLUE, VERMILLION, GREEN, PURPLE = "#0072B2", "#D55E00", "#009E73", "#CC79A7"
ORANGE, SKY, BLACK = "#E69F00", "#56B4E9", "#000000"
GREY = "#808080"  # frames, and what is still open
CYCLE = (BLUE, VERMILLION, GREEN, PURPLE, ORANGE, SKY, BLACK)  # the lines of a figure: C0, C1, …
