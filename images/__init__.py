"""The diagrams of the course, and the code that draws them."""
