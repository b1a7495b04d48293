// Shows each .chart of a page: its views side by side, one set of inputs for all, and the sentence of what is set.

for (const place of document.querySelectorAll(".chart")) show(place);

async function show(place) {
  const { hconcat, usermeta, ...shared } = JSON.parse(place.querySelector("script").textContent);
  shared.config.font = getComputedStyle(place).fontFamily;
  const inputs = place.querySelector(".chart-inputs");
  const unbound = shared.params.map(({ bind, ...param }) => param);
  const [first, ...others] = await Promise.all(
    hconcat.map((view, number) => {
      const params = number ? unbound : shared.params;
      const { spec } = vegaLite.compile({ ...shared, ...view, params, width: "container" });
      const box = place.querySelector(".chart-views").appendChild(document.createElement("div"));
      return new vega.View(vega.parse(spec), { renderer: "svg" }).initialize(box, number ? null : inputs).runAsync();
    })
  );
  giveNames(place);
  const names = shared.params.map((param) => param.name);
  for (const each of names) {
    first.addSignalListener(each, (_, value) => {
      for (const other of others) other.signal(each, value).runAsync();
      const settings = names.map((known) => first.signal(known)).join(" ");
      place.querySelector(".chart-says").textContent = usermeta.says[settings];
    });
  }
  place.dataset.ready = "";
}

// Vega gives a slider's value to its label, radio buttons no name together, and a picture a role in English.
function giveNames(place) {
  for (const picture of place.querySelectorAll("[role=graphics-document]")) {
    picture.setAttribute("role", "img");
    picture.removeAttribute("aria-roledescription");
  }
  for (const bound of place.querySelectorAll(".vega-bind")) {
    const label = bound.querySelector(".vega-bind-name").textContent;
    bound.querySelector("input[type=range]")?.setAttribute("aria-label", label);
    const group = bound.querySelector(".vega-bind-radio");
    group?.setAttribute("role", "radiogroup");
    group?.setAttribute("aria-label", label);
  }
}
