/* Sets the formulas between $ before the page is printed. */
"use strict";

renderMathInElement(document.body, {
  delimiters: [
    { left: "$$", right: "$$", display: true },
    { left: "$", right: "$", display: false },
  ],
  throwOnError: true,
});
