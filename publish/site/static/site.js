// A region that scrolls sideways can be reached and moved by keyboard.
for (const region of document.querySelectorAll("article pre, article .table-wrapper, article .katex-display")) {
  if (region.scrollWidth > region.clientWidth) region.tabIndex = 0;
}
