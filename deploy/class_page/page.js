// Draws what view.py gives. Names and sentences become text nodes and attributes alone, never markup.
"use strict";

const words = JSON.parse(document.getElementById("words").textContent);
const say = (key, values = {}) => words[key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
const STATES = { right: ["✓", say("right")], not_yet: ["✗", say("not_yet")], untried: ["·", say("untried")] };
const NUMBERS = "①②③④";
const EVERY = 1000; // milliseconds between two questions to the service
const LONG = 10; // minutes without an event
const xsrf = document.currentScript.dataset.xsrf;
const numbers = document.getElementById("view"); // in a page that is one file

let view = { students: [], lessons: [] };
let named = false; // at first nothing on the projector tells a name
const told = new Set(); // quizzes whose right answer is shown

const place = (id) => document.getElementById(id);

/** An element with attributes and children; a child that is text is text. */
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

/** A sentence with its `code`, and a symbol such as $z_1$ as one. */
function prose(sentence) {
  return sentence.split(/(`[^`]+`|\$\w(?:_\w)?\$)/).map((part) => {
    if (/^`.+`$/.test(part)) return make("code", {}, part.slice(1, -1));
    const symbol = /^\$(\w)(?:_(\w))?\$$/.exec(part);
    return symbol ? make("i", {}, symbol[1], make("sub", {}, symbol[2] ?? "")) : part;
  });
}

const called = (number) => (named ? view.students[number].name : say("student_number", { number: number + 1 }));

function bar(count, of, kind) {
  const filled = make("span", { class: kind });
  filled.style.width = `${of ? (100 * count) / of : 0}%`;
  return make("span", { class: "bar", "aria-hidden": "true" }, filled);
}

function misconception(each, of) {
  const ever = each.ever > each.now ? make("small", {}, say("so_far", { count: each.ever })) : "";
  const count = make("p", { class: "count" }, make("strong", {}, say("now", { count: each.now })), ever);
  return make("li", {}, count, bar(each.now, of, "not_yet"), make("p", {}, ...prose(each.says)));
}

function counted({ counts }) {
  return Object.keys(STATES).map((state) =>
    make("span", { class: state }, `${STATES[state].join(" ")} ${counts[state]}`));
}

function exerciseCard(exercise) {
  const of = view.students.length;
  const list = make("ol", {}, ...exercise.misconceptions.map((each) => misconception(each, of)));
  const head = make("h3", {}, `${exercise.name} `, ...prose(exercise.title));
  return make("article", {}, head, make("p", { class: "counts" }, ...counted(exercise)), list);
}

function quizCard(quiz) {
  const votes = quiz.answers.reduce((sum, answer) => sum + answer.votes, 0);
  const isTold = told.has(quiz.name);
  const answers = quiz.answers.map((answer, number) => {
    const right = isTold && answer.right;
    const count = say("votes", { count: answer.votes });
    const head = make("p", { class: "count" }, make("strong", {}, `${NUMBERS[number]} ${count}`));
    if (right) head.append(make("span", { class: "right" }, ` ✓ ${say("right_answer")}`));
    return make("li", {}, head, bar(answer.votes, votes, right ? "right" : "vote"),
      make("p", {}, ...prose(answer.says)));
  });
  const attributes = { type: "button", id: `tell-${quiz.name}`, "aria-pressed": isTold };
  const button = make("button", attributes, say("show_answer"));
  button.addEventListener("click", () => {
    if (!told.delete(quiz.name)) told.add(quiz.name);
    draw();
  });
  const head = make("h3", {}, `${quiz.name} `, ...prose(quiz.question));
  return make("article", {}, head, make("ul", {}, ...answers), button);
}

function cell({ state, hints }) {
  const [sign, word] = STATES[state];
  const content = [make("span", { class: "sign", "aria-hidden": "true" }, sign), " ", make("span", {}, word)];
  if (hints) content.push(make("small", {}, say("hints", { count: hints })));
  return make("td", { class: state }, ...content);
}

function table(exercises) {
  const heads = exercises.map((each) =>
    make("th", { scope: "col" }, each.name.split("/")[1], make("small", {}, ...prose(each.title))));
  const sums = exercises.map((each) => make("td", { class: "counts" }, ...counted(each)));
  const rows = view.students.map((_, number) =>
    make("tr", {}, make("th", { scope: "row" }, called(number)), ...exercises.map((each) => cell(each.cells[number]))));
  const all = make("tr", {}, make("th", { scope: "row" }, say("all", { count: view.students.length })), ...sums);
  return make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, say("student")), ...heads)),
    make("tbody", {}, all, ...rows));
}

function span(minutes) {
  if (minutes < 60) return say("minutes", { count: minutes });
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? say("hours", { count: hours }) : say("days", { count: Math.floor(hours / 24) });
}

/** Who has not moved, the longest first, and who has not begun. */
function quiet() {
  const students = view.students.map(({ quiet }, number) => ({ quiet, name: called(number) }));
  const still = students.filter((each) => each.quiet >= LONG).sort((one, other) => other.quiet - one.quiet);
  const none = students.filter((each) => each.quiet === null);
  const lists = [
    ["long_quiet", still.map(({ name, quiet }) => say("name_and_span", { name, span: span(quiet) }))],
    ["not_begun", none.map((each) => each.name)],
  ];
  return lists.map(([key, names]) => {
    const head = make("strong", {}, say(key, { minutes: LONG, count: names.length }));
    return make("span", {}, head, names.length ? `: ${names.join(", ")}` : "");
  });
}

function fill(id, elements, otherwise) {
  place(id).replaceChildren(...(elements.length ? elements : [make("p", {}, otherwise)]));
}

function draw() {
  const lesson = view.lessons.find((each) => each.name === place("lesson").value);
  if (!lesson) return;
  const focused = document.activeElement.id;
  const wrong = lesson.exercises.filter((each) => each.misconceptions.length);
  const chosen = lesson.quizzes.filter((each) => each.answers.some((answer) => answer.votes));
  fill("misconceptions", wrong.map(exerciseCard), say("no_wrong_answers"));
  fill("quizzes", chosen.map(quizCard), say("no_votes"));
  fill("students", view.students.length ? [table(lesson.exercises)] : [], say("no_students"));
  if (!numbers) place("quiet").replaceChildren(...quiet());
  if (focused) place(focused)?.focus();
}

/** New numbers; the lesson chosen stays, and is at first that of the address, or the first with an answer. */
function take(next) {
  view = next;
  const lessons = place("lesson");
  if (!lessons.options.length) {
    lessons.append(...view.lessons.map(({ name }) => make("option", {}, name)));
    lessons.value = location.hash.slice(1) || view.lessons[0].name;
    if (!lessons.value) lessons.value = view.lessons[0].name;
  }
  draw();
}

let last = "";

async function ask() {
  try {
    const answer = await fetch("view", { cache: "no-cache", headers: { "X-XSRFToken": xsrf } });
    if (answer.status === 403) return trouble(say("logged_out"));
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text !== last) take(JSON.parse(text));
    last = text;
    trouble("");
  } catch {
    trouble(say("cut_off"));
  }
  setTimeout(ask, EVERY);
}

function trouble(words) {
  if (place("trouble").textContent !== words) place("trouble").textContent = words;
}

place("names").addEventListener("click", () => {
  named = !named;
  place("names").setAttribute("aria-pressed", named);
  draw();
});
place("lesson").addEventListener("change", () => {
  location.hash = place("lesson").value;
  draw();
});
if (numbers) {
  place("csv").remove();
  numbers.remove(); // with its names
  take(JSON.parse(numbers.textContent));
} else {
  ask();
}
