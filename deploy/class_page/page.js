// Draws what view.py gives. Names and sentences become text nodes and attributes alone, never markup.
"use strict";

const STATES = { right: ["✓", "맞음"], not_yet: ["✗", "아직"], untried: ["·", "시작 전"] };
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

const called = (number) => (named ? view.students[number].name : `학생 ${number + 1}`);

function bar(count, of, kind) {
  const filled = make("span", { class: kind });
  filled.style.width = `${of ? (100 * count) / of : 0}%`;
  return make("span", { class: "bar", "aria-hidden": "true" }, filled);
}

function misconception(each, of) {
  const ever = each.ever > each.now ? make("small", {}, ` (지금까지 ${each.ever}명)`) : "";
  const count = make("p", { class: "count" }, make("strong", {}, `${each.now}명`), ever);
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
    const head = make("p", { class: "count" }, make("strong", {}, `${NUMBERS[number]} ${answer.votes}명`));
    if (right) head.append(make("span", { class: "right" }, " ✓ 정답"));
    return make("li", {}, head, bar(answer.votes, votes, right ? "right" : "vote"),
      make("p", {}, ...prose(answer.says)));
  });
  const button = make("button", { type: "button", id: `tell-${quiz.name}`, "aria-pressed": isTold }, "정답 보기");
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
  if (hints) content.push(make("small", {}, `힌트 ${hints}`));
  return make("td", { class: state }, ...content);
}

function table(exercises) {
  const heads = exercises.map((each) =>
    make("th", { scope: "col" }, each.name.split("/")[1], make("small", {}, ...prose(each.title))));
  const sums = exercises.map((each) => make("td", { class: "counts" }, ...counted(each)));
  const rows = view.students.map((_, number) =>
    make("tr", {}, make("th", { scope: "row" }, called(number)), ...exercises.map((each) => cell(each.cells[number]))));
  const all = make("tr", {}, make("th", { scope: "row" }, `모두 ${view.students.length}명`), ...sums);
  return make("table", {},
    make("thead", {}, make("tr", {}, make("th", { scope: "col" }, "학생"), ...heads)),
    make("tbody", {}, all, ...rows));
}

function span(minutes) {
  if (minutes < 60) return `${minutes}분`;
  return minutes < 24 * 60 ? `${Math.floor(minutes / 60)}시간` : `${Math.floor(minutes / 60 / 24)}일`;
}

/** Who has not moved, the longest first, and who has not begun. */
function quiet() {
  const students = view.students.map(({ quiet }, number) => ({ quiet, name: called(number) }));
  const still = students.filter((each) => each.quiet >= LONG).sort((one, other) => other.quiet - one.quiet);
  const none = students.filter((each) => each.quiet === null);
  const lists = [
    [`${LONG}분 넘게 움직임이 없는 학생`, still.map((each) => `${each.name}(${span(each.quiet)})`)],
    ["아직 시작하지 않은 학생", none.map((each) => each.name)],
  ];
  return lists.map(([head, names]) =>
    make("span", {}, make("strong", {}, `${head} ${names.length}명`), names.length ? `: ${names.join(", ")}` : ""));
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
  fill("misconceptions", wrong.map(exerciseCard), "아직 틀린 답이 없습니다.");
  fill("quizzes", chosen.map(quizCard), "아직 고른 답이 없습니다.");
  fill("students", view.students.length ? [table(lesson.exercises)] : [], "아직 학생이 없습니다.");
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
    if (answer.status === 403) return trouble("로그인이 끝났습니다. 이 페이지를 새로 고치십시오.");
    if (!answer.ok) throw new Error(answer.status);
    const text = await answer.text();
    if (text !== last) take(JSON.parse(text));
    last = text;
    trouble("");
  } catch {
    trouble("서버와 연결이 끊겨 다시 잇고 있습니다. 학생의 답은 사라지지 않습니다.");
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
