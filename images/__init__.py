"""The course's diagrams, and the code that draws them."""
