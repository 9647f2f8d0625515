// The player: draws a scene, and nothing else. It never decides what happens next.
//
// A figure is plain data; models/view/player/encode.py describes it. The first frame is HTML made by
// models/view/player/frame.py; the parts below (run, picture, predictions, controls) move it.
// In Jupyter this module is a widget's front end; on a page, `pages()` at the end finds its figures.

const PAGE = 4;        // a ring's drawing moves on by so many slots (models/view/player/scene.py)
const EVERY = 64;      // steps from one checkpoint to the next
const SPEEDS = [0.5, 1, 2, 5, 20, 60]; // steps a second
const GLIDE = 480;     // ms a token takes at most
const SHORTEST = 90;   // ms; a shorter glide is a jump
const STORE = "predictions";

// ---- Words -------------------------------------------------------------------------------------

const fill = (text, args) => text.replace(/{(\w+)}/g, (_, name) => args[name]);

/** The text into `el`, what stands between backticks as code, linked where `link(code)` says so. */
function rich(el, text, link = () => "") {
  el.replaceChildren(...text.split("`").map((part, i) => {
    if (i % 2 === 0) return part;
    const code = make("code", {}, part);
    return link(part) ? make("a", { href: link(part) }, code) : code;
  }));
}

function svg(tag, attributes = {}, ...children) {
  const el = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes)) el.setAttribute(name, value);
  el.append(...children);
  return el;
}

function make(tag, attributes = {}, ...children) {
  const el = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) el.addEventListener(name.slice(2), value);
    else if (value !== false) el.setAttribute(name, value === true ? "" : value);
  }
  el.append(...children);
  return el;
}

// ---- The run: where every token is after each step ----------------------------------------------

class Run {
  constructor(figure) {
    this.figure = figure;
    this.at = 0;
    this.moved = new Map(); // token -> the place it came from, in the last step
    this.held = figure.places.map((place) => [...place[4]]);
    this.head = figure.places.map((place) => place[5]);
    this.value = { ...figure.values, ...figure.places.map((place) => place[6]) };
    this.index();
    this.checkpoints = [this.copy()];
  }

  copy() {
    return { held: this.held.map((tokens) => tokens.slice()), head: this.head.slice(), value: { ...this.value } };
  }

  index() {
    this.where = new Map(this.held.flatMap((tokens, place) => tokens.map((token) => [token, place])));
  }

  /** One step on: a few tokens move, whatever the length of the run. */
  forward() {
    const { v, s } = this.figure.steps;
    const moves = v[this.at] || [];
    this.moved.clear();
    for (let i = 0; i < moves.length; i += 2) {
      const to = moves[i];
      const what = moves[i + 1];
      if (typeof what === "number") {
        const from = moves[i + 2];
        this.put(this.held[from].splice(0, what), from, to);
        i += 1;
      } else {
        const from = this.where.get(what);
        if (from !== undefined) this.held[from].splice(this.held[from].indexOf(what), 1);
        this.put([what], from, to);
      }
    }
    Object.assign(this.value, s[this.at] || {});
    this.at += 1;
    if (this.at % EVERY === 0) this.checkpoints[this.at / EVERY] ||= this.copy();
  }

  put(tokens, from, to) {
    if (from !== undefined) this.head[from] += tokens.length;
    this.held[to].push(...tokens);
    for (const token of tokens) {
      this.moved.set(token, from);
      this.where.set(token, to);
    }
  }

  /** To any step, by way of the checkpoint before it. */
  jump(at) {
    const near = this.checkpoints[Math.min(Math.floor(at / EVERY), this.checkpoints.length - 1)];
    const known = this.checkpoints.indexOf(near) * EVERY;
    if (at < this.at || known > this.at) {
      ({ held: this.held, head: this.head, value: this.value } = structuredClone(near));
      this.at = known;
      this.index();
    }
    while (this.at < at) this.forward();
    this.moved.clear();
  }

  /** Slots before the first token: a ring's head stands anywhere on the first page. */
  gap(place) { return this.figure.places[place][0] === "ring" ? this.head[place] % PAGE : 0; }

  /** How many slots of a place are drawn; of a mere count and of a cell, none. */
  size(place) { return /count|cell/.test(this.figure.places[place][0]) ? 0 : this.figure.places[place][1]; }

  /** What the drawn slots of a place hold. */
  shown(place) {
    const gap = this.gap(place);
    return Array.from({ length: this.size(place) }, (_, i) => this.held[place][i - gap]);
  }

  /** How many tokens of a place are not drawn. */
  folded(place) { return Math.max(0, this.held[place].length - this.size(place) + (this.size(place) && this.gap(place))); }
}

// ---- The picture ---------------------------------------------------------------------------------

class Picture {
  constructor(board, figure) {
    this.board = board;
    this.figure = figure;
    this.lanes = [...board.children];
    this.places = [...board.querySelectorAll(".place")].map((el) => ({
      el, base: el.className, lane: this.lanes.indexOf(el.parentNode),
      slots: [...el.querySelectorAll("i")], more: el.querySelector("em"), text: el.querySelector("small"),
      head: el.querySelector("u"), tail: el.querySelector("s"), value: el.querySelector("output"),
    }));
    this.edges = [...board.querySelectorAll(".edges path")];
    this.tokens = new Map();
    this.spots = new Map();  // token on show -> its slot
    this.boxes = new Map();  // slot or number -> where it is on the board; forgotten on a resize
    this.fly = make("div", { class: "fly" });
    this.arrows = svg("svg", { class: "arrows", "aria-hidden": "true" });
    board.append(this.fly, this.arrows);
    this.resize = new ResizeObserver(() => { this.boxes.clear(); this.point(); });
    this.resize.observe(board);
  }

  /** Draw the run as it stands; with `glide` (ms) tokens move there, else they are there. */
  draw(run, glide) {
    const before = this.spots;
    this.fly.replaceChildren();
    this.spots = new Map();
    const changed = [];
    this.places.forEach((place, p) => {
      run.shown(p).forEach((token, i) => {
        const slot = place.slots[i];
        if (token) this.spots.set(token, slot);
        if (slot.firstChild?.name !== token) changed.push([slot, token]);
      });
    });
    if (glide) this.measure(changed, before, run);
    this.places.forEach((place, p) => this.label(place, p, run));
    for (const [slot] of changed) slot.replaceChildren();
    for (const [slot, token] of changed) if (token) slot.append(this.token(token));
    for (const [token, slot] of this.spots) this.dress(slot.firstChild, token, run);
    if (glide) this.glide(before, run, glide);
    this.mark(run);
    this.values = run.value;
    this.point();
  }

  token(name) {
    if (!this.tokens.has(name)) {
      const el = make("span", {}, name.toUpperCase());
      el.name = name;
      this.tokens.set(name, el);
    }
    return this.tokens.get(name);
  }

  dress(el, token, run) {
    const look = `tok ${token[0]}${token.length > 3 ? " long" : ""} ${run.value[token] || ""}`.trim();
    if (el.className !== look) el.className = look;
  }

  /** The number, the text and the marks of one place. */
  label(place, p, run) {
    const [kind, size, of, text] = this.figure.places[p];
    if (kind === "cell") {
      const [value, look] = run.value[p];
      set(place.value, value);
      place.el.className = `place cell ${look}`.trim();
      return;
    }
    const held = run.held[p];
    const n = run.folded(p);
    set(place.more, kind === "count" ? String(n) : n ? fill(this.figure.words["scene.more"], { n }) : "");
    const head = run.head[p];
    if (place.head) {
      place.head.style.setProperty("--i", run.gap(p));
      place.tail.style.setProperty("--i", Math.min(run.gap(p) + held.length, size));
    }
    if (place.text) {
      const look = this.figure.looks[run.value[held[0]]] || "";
      set(place.text, fill(text, { head, tail: head + held.length, n: held.length, of, value: run.value[p], look }));
    }
    const name = `${place.base} ${text ? "" : run.value[p] || ""}`.trim();
    if (place.el.className !== name) place.el.className = name;
  }

  /** The lane that acts and the places it looks at. */
  mark(run) {
    const { l, k, s, e } = this.figure.steps;
    const lane = run.at ? l[run.at - 1] : -1;
    const marks = (run.at && k[run.at - 1]) || [];
    const set = (run.at && s[run.at - 1]) || {};
    this.lanes.forEach((el, i) => el.classList.toggle("act", i === lane));
    this.places.forEach((place, p) => {
      place.el.classList.toggle("looked", marks.includes(p));
      if (place.value) place.el.classList.toggle("changed", p in set);
    });
    this.edges.forEach((el, i) => el.classList.toggle("taken", run.at > 0 && e[run.at - 1] === i + 1));
  }

  /** An arrow from each cell that points at another. */
  point() {
    if (!this.values) return;
    const box = (p) => this.places[p].el.getBoundingClientRect();
    const origin = this.board.getBoundingClientRect();
    const arrows = [];
    this.places.forEach((place, p) => {
      const to = place.value ? this.values[p][2] : -1;
      if (to >= 0) arrows.push(arrow(box(p), box(to), origin, place.el.classList.contains("changed")));
    });
    this.arrows.replaceChildren(...arrows);
  }

  box(el) {
    if (!this.boxes.has(el)) {
      const origin = this.board.getBoundingClientRect();
      const { left, top } = el.getBoundingClientRect();
      this.boxes.set(el, [left - origin.left, top - origin.top]);
    }
    return this.boxes.get(el);
  }

  /** Read every position that is needed before anything is written. */
  measure(changed, before, run) {
    for (const [slot, token] of changed) {
      this.box(slot);
      if (token && before.has(token)) this.box(before.get(token));
    }
    for (const token of run.moved.keys()) this.box(this.places[run.where.get(token)].more);
    for (const from of run.moved.values()) if (from !== undefined) this.box(this.places[from].more);
  }

  glide(before, run, duration) {
    for (const [token, slot] of this.spots) {
      const old = before.get(token);
      if (old === slot) continue;
      const from = run.moved.get(token);
      const origin = old || (from === undefined ? undefined : this.places[from].more);
      move(slot.firstChild, origin && this.box(origin), this.box(slot), duration, origin === old ? 1 : 0);
    }
    for (const [token, slot] of before) if (!this.spots.has(token)) this.leave(token, slot, run, duration);
  }

  /** A token goes where it is no longer drawn: a copy of it flies to the number there. */
  leave(token, slot, run, duration) {
    const place = run.where.get(token);
    if (place === undefined || !run.moved.has(token)) return;
    const ghost = this.tokens.get(token).cloneNode(true);
    const [x, y] = this.box(slot);
    ghost.style.cssText = `left:${x}px;top:${y}px`;
    this.fly.append(ghost);
    const [tx, ty] = this.box(this.places[place].more);
    ghost.animate([{ opacity: 1 }, { opacity: 0, transform: `translate(${tx - x}px,${ty - y}px)` }],
      { duration, easing: "ease-in-out" }).onfinish = () => ghost.remove();
  }
}

/** From one cell's end to another's: along the side within a table, across from one table to the next. */
function arrow(from, to, origin, changed) {
  const same = Math.abs(from.left - to.left) < 2;
  const right = same || from.left < to.left;
  const x = (right ? from.right : from.left) - origin.left;
  const tx = (same || !right ? to.right : to.left) - origin.left;
  const y = (from.top + from.bottom) / 2 - origin.top;
  const ty = (to.top + to.bottom) / 2 - origin.top;
  const out = same ? 8 + Math.min(Math.abs(ty - y) / 8, 14) : Math.abs(tx - x) / 2;
  const head = same || !right ? 4 : -4;
  const d = `M${x} ${y}C${x + (right ? out : -out)} ${y} ${tx + (same || !right ? out : -out)} ${ty} ${tx} ${ty}m${head} -3l${-head} 3 ${head} 3`;
  return svg("path", { d, class: changed ? "changed" : "" });
}

function set(el, text) {
  if (el.textContent !== text) el.textContent = text;
}

/** Only transform and opacity change, so the compositor does it alone. */
function move(el, from, to, duration, opacity) {
  el.moving?.cancel();
  const start = from ? `translate(${from[0] - to[0]}px,${from[1] - to[1]}px)` : "scale(.4)";
  el.moving = el.animate([{ transform: start, opacity: from ? opacity : 0 }, { transform: "none", opacity: 1 }],
    { duration, easing: "cubic-bezier(.3,0,.2,1)" });
}

// ---- Predictions, kept in this browser -------------------------------------------------------------

class Predictions {
  constructor(figure) {
    this.figure = figure;
    this.skipped = new Set();
    this.all = this.read();
  }

  read() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) || "{}")[this.figure.id];
      return kept?.digest === this.figure.digest ? kept.answers : {};
    } catch (refused) {
      return {}; // a private window keeps nothing
    }
  }

  write() {
    try {
      const kept = JSON.parse(localStorage.getItem(STORE) || "{}");
      kept[this.figure.id] = { digest: this.figure.digest, answers: this.all };
      localStorage.setItem(STORE, JSON.stringify(kept));
    } catch (refused) { /* they hold until the page is left */ }
  }

  /** The question to ask before this step, if it is still open. */
  open(step) {
    return step in this.all || this.skipped.has(step) ? undefined : this.figure.asks[step];
  }

  answer(step, choice) {
    this.all[step] = choice;
    this.write();
  }

  forget() {
    this.all = {};
    this.skipped.clear();
    this.write();
  }

  score() {
    const answered = Object.entries(this.all);
    const right = answered.filter(([step, choice]) => this.figure.asks[step][1][choice][1]);
    return { answered: answered.length, right: right.length };
  }
}

// ---- Controls ------------------------------------------------------------------------------------------

const ICONS = {
  play: "M8 5v14l11-7z", pause: "M7 5h3.5v14H7zM13.5 5H17v14h-3.5z",
  back: "M6 5h2.5v14H6zM19 5v14L9.5 12z", step: "M15.5 5H18v14h-2.5zM5 5v14l9.5-7z",
  next: "M4 6v12l7-6zM12 6v12l7-6zM19 6h2v12h-2z",
  full: "M4 4h6v2H6v4H4zM14 4h6v6h-2V6h-4zM4 14h2v4h4v2H4zM18 14h2v6h-6v-2h4z",
  link: "M10.6 13.4a1 1 0 0 1 0-1.4l3.5-3.5a3.5 3.5 0 0 1 5 5l-2 2-1.4-1.4 2-2a1.5 1.5 0 0 0-2.2-2.2L12 13.4a1 1 0 0 1-1.4 0zM13.4 10.6a1 1 0 0 1 0 1.4l-3.5 3.5a3.5 3.5 0 0 1-5-5l2-2 1.4 1.4-2 2a1.5 1.5 0 0 0 2.2 2.2L12 10.6a1 1 0 0 1 1.4 0z",
};

const icon = (name) => svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: ICONS[name] }));

class Player {
  constructor(el, figure) {
    this.el = el;
    this.figure = figure;
    this.words = figure.words;
    this.run = new Run(figure);
    this.picture = new Picture(el.querySelector(".board"), figure);
    this.predictions = new Predictions(figure);
    this.playing = false;
    this.speed = 1;
    this.kind = Math.max(0, figure.kinds.findIndex(([kind]) => kind === "steal"));
    this.build();
    this.refresh(0);
  }

  word(key, args = {}) { return fill(this.words[key], args); }

  // What there is to press.

  button(name, key, press) {
    return make("button", { type: "button", class: name, "aria-label": this.word(key), title: this.word(key), onclick: press }, icon(name));
  }

  build() {
    const w = (key) => this.word(key);
    this.say = this.el.querySelector(".say");
    this.where = make("p", { class: "where" });
    this.note = make("p", { class: "note", role: "status" });
    this.ask = make("div", { class: "question", role: "group", hidden: true });
    this.slider = make("input", { type: "range", min: 0, max: this.figure.count, value: 0, "aria-label": w("player.scrub"), oninput: () => { this.pause(); this.go(+this.slider.value); } });
    this.playButton = this.button("play", "player.play", () => this.toggle());
    this.backButton = this.button("back", "player.back", () => { this.pause(); this.go(this.run.at - 1); });
    this.stepButton = this.button("step", "player.step", () => { this.pause(); this.step(); });
    this.help = make("p", { class: "help", id: `${this.figure.id}-help` });
    this.list = make("details", { class: "list", ontoggle: () => this.text() },
      make("summary", {}, w("player.list")), this.help, make("ol", { tabindex: 0 }));
    this.controls = make("div", { class: "controls" }, this.backButton, this.playButton, this.stepButton,
      ...this.jumps(),
      make("span", { class: "rest" }, this.where, this.speeds(), ...this.extras()));
    this.score = make("p", { class: "score", hidden: true });
    this.el.querySelector(".ui").replaceChildren(this.ask, this.slider, this.controls, this.note, this.score, this.list);
    this.el.setAttribute("aria-describedby", this.help.id);
    this.onkey = (event) => this.key(event);
    this.el.addEventListener("keydown", this.onkey);
    this.helped();
  }

  /** Jump to the next steal, or to the next event of another kind. */
  jumps() {
    if (!this.figure.kinds.length) return [];
    this.nextButton = make("button", { type: "button", class: "onward", onclick: () => { this.pause(); this.next(); } }, icon("next"), make("span"));
    const pick = make("select", { class: "kind", "aria-label": this.word("player.choose-kind"), onchange: () => { this.kind = pick.selectedIndex; this.helped(); } },
      ...this.figure.kinds.map(([, name], i) => make("option", { selected: i === this.kind }, name)));
    return [make("span", { class: "jump" }, this.nextButton, pick)];
  }

  helped() {
    const kind = this.figure.kinds[this.kind];
    this.help.textContent = kind ? this.word("player.help-kind", { kind: kind[1] }) : this.word("player.help");
    if (this.nextButton) this.nextButton.lastChild.textContent = kind[1];
  }

  speeds() {
    return make("select", { class: "speed", "aria-label": this.word("player.speed"), title: this.word("player.speed"), onchange: (event) => { this.speed = SPEEDS[event.target.selectedIndex]; } },
      ...SPEEDS.map((n) => make("option", { selected: n === this.speed }, this.word("player.rate", { n }))));
  }

  extras() {
    const full = this.button("full", "player.full", () => (document.fullscreenElement ? document.exitFullscreen() : this.el.requestFullscreen()));
    const link = this.button("link", "player.link", () => this.link());
    return [...(this.figure.linked ? [link] : []), ...(document.fullscreenEnabled ? [full] : [])];
  }

  key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || /^(SELECT|SUMMARY|A|OL)$/.test(event.target.tagName)) return;
    if (event.key === " " && event.target.tagName === "BUTTON") return;
    const ways = {
      " ": () => this.toggle(), ArrowRight: () => this.step(), ArrowLeft: () => this.go(this.run.at - 1),
      Home: () => this.go(0), End: () => this.go(this.figure.count),
      ...(this.figure.kinds.length ? { n: () => this.next(), N: () => this.next() } : {}),
    };
    const way = ways[event.key];
    if (!way) return;
    event.preventDefault();
    if (event.key !== " ") this.pause();
    way();
  }

  // Going from step to step.

  /** The steps of a long run come when they are wanted. */
  ready() {
    if (this.figure.steps.m) return Promise.resolve();
    this.note.textContent = this.word("player.loading");
    this.loading ||= fetchSteps(this.figure).then(() => { this.note.textContent = ""; }, () => {
      this.loading = undefined;
      this.note.textContent = this.word("player.lost");
      throw new Error(this.word("player.lost"));
    });
    return this.loading;
  }

  /** With the steps there, at once; otherwise when they are. */
  then(act) {
    if (this.figure.steps.m) act();
    else this.ready().then(act, () => this.pause());
  }

  go(to) {
    const at = Math.max(0, Math.min(this.figure.count, to));
    this.close();
    this.then(() => { this.move(at); });
  }

  move(at) {
    const far = at - this.run.at;
    const origin = this.run.at;
    this.note.textContent = "";
    if (far === 1) this.run.forward();
    else this.run.jump(at);
    const glide = Math.min(GLIDE, this.playing ? 800 / this.speed : GLIDE);
    this.refresh(Math.abs(far) === 1 && at !== origin && glide >= SHORTEST && !still() ? glide : 0);
  }

  /** One step on, unless a question comes first. False when it cannot go on. */
  step() {
    if (this.run.at >= this.figure.count) return false;
    if (!this.ask.hidden) return false;
    const asked = this.predictions.open(this.run.at + 1);
    if (asked) this.question(this.run.at + 1, asked);
    else this.go(this.run.at + 1);
    return !asked;
  }

  next() {
    this.then(() => {
      const { messages, steps } = this.figure;
      const found = steps.m.findIndex((m, i) => i >= this.run.at && messages[m][2] === this.kind);
      if (found >= 0) this.ahead(found);
      else this.note.textContent = this.word("player.none");
    });
  }

  /** To just before a step, then that step as a step: so it is seen, and its question asked. */
  ahead(at) {
    if (at !== this.run.at) this.go(at);
    this.step();
  }

  toggle() {
    if (this.playing) this.pause();
    else this.play();
  }

  play() {
    if (this.run.at >= this.figure.count) this.go(0);
    this.playing = true;
    this.shown();
    let last = performance.now();
    const tick = (now) => {
      if (!this.playing) return;
      if (now - last >= 1000 / this.speed - 4) {
        last = now;
        on();
      }
      this.frame = requestAnimationFrame(tick);
    };
    const on = () => {
      if (!this.step()) this.pause("asking");
      else if (this.run.at >= this.figure.count) this.pause();
    };
    this.then(() => { this.frame = requestAnimationFrame(tick); on(); });
  }

  pause(why) {
    if (!this.playing) return;
    this.playing = false;
    this.resume = why === "asking";
    cancelAnimationFrame(this.frame);
    this.shown();
    this.tell(); // said anew, now that it is heard
  }

  // What is said.

  caption(at) {
    if (!at) return this.figure.start;
    const { m, a } = this.figure.steps;
    const [text, names] = this.figure.messages[m[at - 1]];
    return fill(text, Object.fromEntries(names.map((name, i) => [name, a[at - 1][i]])));
  }

  time(at) {
    const { t } = this.figure.steps;
    this.times ||= t.reduce((all, d) => { all.push(all.at(-1) + d); return all; }, [0]);
    return this.word("player.time", { time: (this.times[at] / 1000).toFixed(1) });
  }

  tell() {
    rich(this.say, this.caption(this.run.at), (code) => this.figure.cites.find(([name]) => name === code)?.[1]);
  }

  refresh(glide) {
    const { at } = this.run;
    const loaded = Boolean(this.figure.steps.m);
    if (loaded) this.picture.draw(this.run, glide);
    this.tell();
    const step = this.word("player.step-of", { step: at, steps: this.figure.count });
    this.slider.value = at;
    this.slider.setAttribute("aria-valuetext", step);
    this.slider.style.setProperty("--done", this.figure.count ? at / this.figure.count : 0);
    const place = this.word("player.where", { step: at, steps: this.figure.count });
    this.where.textContent = loaded && this.figure.timed ? `${place} · ${this.time(at)}` : place;
    const focused = document.activeElement;
    this.backButton.disabled = at === 0;
    this.stepButton.disabled = at === this.figure.count;
    if (focused?.disabled && this.el.contains(focused)) this.el.focus({ preventScroll: true }); // the keys go on working
    this.scored();
    this.shown();
  }

  /** Play or pause; a screen reader hears captions only while they stand. */
  shown() {
    const key = this.playing ? "pause" : this.run.at >= this.figure.count ? "again" : "play";
    const name = this.word(`player.${key}`);
    if (this.playButton.title !== name) {
      this.playButton.replaceChildren(icon(this.playing ? "pause" : "play"));
      this.playButton.title = name;
      this.playButton.setAttribute("aria-label", name);
    }
    this.say.setAttribute("aria-live", this.playing ? "off" : "polite");
  }

  /** All steps as text, made when it is opened. */
  text() {
    if (!this.list.open) return;
    this.then(() => {
      const items = Array.from({ length: this.figure.count }, (_, i) => {
        const item = make("li");
        rich(item, this.caption(i + 1));
        return item;
      });
      this.list.lastChild.replaceChildren(...items);
    });
  }

  link() {
    const url = new URL(location.href);
    url.hash = `${this.figure.id}:${this.run.at}`;
    history.replaceState(null, "", url);
    const said = (key) => { this.note.textContent = this.word(key); };
    if (!navigator.clipboard) return said("player.in-bar");
    return navigator.clipboard.writeText(url.href).then(() => said("player.copied"), () => said("player.in-bar"));
  }

  // Questions.

  question(step, [ask, choices, so]) {
    const title = make("p", { class: "asks" });
    rich(title, ask);
    this.reply = make("p", { class: "reply", role: "status" });
    const buttons = choices.map(([label], i) => {
      const button = make("button", { type: "button", onclick: () => this.answer(step, i, choices, so, buttons) });
      rich(button, label);
      return button;
    });
    const skip = make("button", { type: "button", class: "quiet", onclick: () => { this.predictions.skipped.add(step); this.on(); } }, this.word("question.skip"));
    this.ask.replaceChildren(title, make("div", { class: "choices" }, ...buttons), this.reply, skip);
    this.ask.setAttribute("aria-label", this.word("question.title"));
    this.ask.hidden = false;
    this.el.classList.add("asking");
    buttons[0].focus({ preventScroll: true });
  }

  answer(step, chosen, choices, so, buttons) {
    const [, right, belief] = choices[chosen];
    this.predictions.answer(step, chosen);
    buttons.forEach((button, i) => {
      button.disabled = true;
      button.classList.toggle("right", Boolean(choices[i][1]));
      button.classList.toggle("wrong", i === chosen && !right);
    });
    const said = right ? [this.word("question.right"), so] : [this.word("question.wrong"), belief, so];
    rich(this.reply, said.filter(Boolean).join(" "));
    const go = this.ask.lastChild;
    go.textContent = this.word("question.continue");
    this.scored();
    go.focus({ preventScroll: true });
  }

  /** After a question: the step it was about, and on if it was playing. */
  on() {
    const playing = this.resume;
    this.close();
    this.el.focus({ preventScroll: true });
    if (playing) this.play();
    else this.step();
  }

  close() {
    this.ask.hidden = true;
    this.el.classList.remove("asking");
  }

  scored() {
    const { answered, right } = this.predictions.score();
    this.score.hidden = !answered;
    if (!answered) return;
    const forget = make("button", { type: "button", class: "quiet", onclick: () => { this.predictions.forget(); this.close(); this.scored(); this.el.focus({ preventScroll: true }); } }, this.word("question.forget"));
    this.score.replaceChildren(`${this.word("question.score", { answered, right })} `, forget);
  }

  stop() {
    this.pause();
    this.picture.resize.disconnect();
    this.el.removeEventListener("keydown", this.onkey);
  }
}

const still = () => matchMedia("(prefers-reduced-motion: reduce)").matches;

/** The steps of a long run, from a script beside the page: that works from a disk as well. */
function fetchSteps(figure) {
  return new Promise((resolve, reject) => {
    const root = document.documentElement.dataset.content_root || "";
    const script = make("script", { src: root + figure.src, onerror: () => { script.remove(); reject(); } });
    script.addEventListener("load", () => { figure.steps = window.__player_data[figure.digest]; resolve(); });
    document.head.append(script);
  });
}

// ---- Front ends ------------------------------------------------------------------------------------------

/** Draw the model's figure into el, and again when it changes. Returns what takes it away. */
function render({ model, el }) {
  let player;
  const show = () => {
    player?.stop();
    const figure = model.get("figure");
    if (figure.html) el.innerHTML = figure.html;
    player = new Player(el.closest(".player") || el.querySelector(".player"), figure);
  };
  show();
  model.on("change:figure", show);
  const stop = () => { model.off("change:figure", show); player.stop(); };
  stop.player = () => player;
  return stop;
}

/** What anywidget gives in Jupyter, for a page without a kernel. */
function model(state) {
  const listeners = {};
  return {
    get: (name) => state[name],
    set: (name, value) => { state[name] = value; (listeners[`change:${name}`] || []).forEach((act) => act()); },
    on: (event, act) => { (listeners[event] ||= []).push(act); },
    off: (event, act) => { listeners[event] = (listeners[event] || []).filter((other) => other !== act); },
    save_changes: () => {},
  };
}

/** Start the players of a page, and follow addresses like #fig-steal:37. */
function pages() {
  const players = {};
  for (const data of document.querySelectorAll("figure.player > script")) {
    const figure = JSON.parse(data.textContent);
    players[figure.id] = render({ model: model({ figure }), el: data.parentNode }).player();
  }
  const follow = () => {
    const [, id, step] = decodeURIComponent(location.hash).match(/^#(.+):(\d+)$/) || [];
    if (!players[id]) return;
    players[id].pause();
    players[id].go(Number(step));
    players[id].el.scrollIntoView({ block: "center", behavior: "instant" });
  };
  addEventListener("hashchange", follow);
  // The step's place, not the one that the browser remembers, is where a reload leads as well.
  if (/:\d+$/.test(location.hash)) history.scrollRestoration = "manual";
  follow();
}

if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", pages);
else pages();

export default { render };
