/* Makes each slide's text as large as the slide can hold, and tells the speaker and the room where they are.
   Knows nothing of what the slides say. */
"use strict";

(() => {
  const WIDTH = 1280;
  const HEIGHT = 720;
  const LARGEST = 1.2;
  const SMALLEST = 0.6;
  const STEP = 0.03;
  const READABLE = 14; // pixels of a page of 1280 by 720
  const BROKEN = 17;

  const size = (element) => parseFloat(getComputedStyle(element).fontSize);

  /* Lines that are too wide get smaller letters. Those of an output are broken before they get too small. */
  function narrow(pre) {
    pre.style.fontSize = pre.style.whiteSpace = "";
    const wanted = (size(pre) * pre.clientWidth) / pre.scrollWidth;
    if (pre.closest(".jp-OutputArea") && wanted < Math.min(BROKEN, size(pre))) {
      pre.style.whiteSpace = "pre-wrap";
    } else if (pre.scrollWidth > pre.clientWidth) {
      pre.style.fontSize = `${Math.floor(10 * wanted) / 10}px`;
    }
    if (size(pre) < READABLE) {
      pre.style.fontSize = `${READABLE}px`;
    }
  }

  /* Pictures have letters too: they grow with the text, and do not get smaller than they were drawn. */
  function enlarge(image, factor) {
    image.style.width = `${Math.round(image.naturalWidth * Math.max(1, factor))}px`;
  }

  function fit(slide) {
    for (let factor = LARGEST; factor >= SMALLEST; factor -= STEP) {
      slide.style.setProperty("--fit", factor.toFixed(2));
      slide.querySelectorAll("pre").forEach(narrow);
      slide.querySelectorAll("img").forEach((image) => enlarge(image, factor));
      if (slide.offsetHeight <= HEIGHT && slide.scrollWidth <= WIDTH) {
        return;
      }
    }
  }

  function tellWhere() {
    const slide = Reveal.getCurrentSlide();
    const stack = slide.closest(".stack") || slide;
    const heading = stack.querySelector("h1, h2");
    const number = Reveal.getSlides().indexOf(slide) + 1;
    const name = heading ? heading.textContent : "";
    document.querySelector(".where").textContent = `${name} · ${number}/${Reveal.getTotalSlides()}`;
  }

  const slides = [...document.querySelectorAll(".slides section section")];

  renderMathInElement(document.querySelector(".slides"), {
    delimiters: [
      { left: "$$", right: "$$", display: true },
      { left: "$", right: "$", display: false },
    ],
  });
  document.querySelectorAll("[role=group]").forEach((quiz, number) => {
    quiz.querySelectorAll("details").forEach((answer) => answer.setAttribute("name", `quiz-${number}`));
  });

  Reveal.initialize({
    width: WIDTH,
    height: HEIGHT,
    margin: 0,
    minScale: 0.05,
    maxScale: 8,
    center: false,
    hash: true,
    transition: "none",
    viewDistance: 10000, // all slides are laid out, so that they can be measured
    mobileViewDistance: 10000,
    totalTime: 60 * Number(document.body.dataset.minutes),
    plugins: [RevealNotes],
  })
    .then(() => Promise.all([...document.fonts].map((font) => font.load())))
    .then(() => Promise.all([...document.images].map((image) => image.decode().catch(() => {}))))
    .then(() => {
      slides.forEach(fit);
      tellWhere();
      Reveal.on("slidechanged", tellWhere);
      document.addEventListener("toggle", (event) => fit(event.target.closest("section")), true);
      document.body.dataset.ready = "true";
    });
})();
