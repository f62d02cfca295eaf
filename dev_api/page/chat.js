// The chat of `make api`: sessions over REST, answers word by word over WebSocket.
//
// What is known of a session stays here while another one is shown, so that an answer on its way is never lost.

import { logIn, rest } from "./api.js";
import { Connection, MOST_BYTES } from "./connection.js";
import { element, MessageView } from "./messages.js";

const $ = (selector) => document.querySelector(selector);
const UNTITLED = "New session";
const SILENCE = 35; // seconds without a word, after which no answer comes any more: API Gateway gives up after 29

let login = JSON.parse(sessionStorage.getItem("login"));
let connection;
let session; // the one that is shown
let listed = []; // sessions, latest first
let nextPage = null;
const views = new Map(); // by session: its messages by their id, each a MessageView
const silences = new Map(); // by message id: the timer

// --- errors

// Show an error beside what it is about; a login that has ended shows the way back in.
function failed(error, place = "#status") {
  if (error.status === 401) {
    askToLogInAgain();
    return;
  }
  say(place, error.message);
}

function say(place, text) {
  $(place).textContent = text;
  $(place).hidden = !text;
}

function on(selector, event, action, place) {
  $(selector).addEventListener(event, async (what) => {
    what.preventDefault();
    if (place) say(place, "");
    try {
      await action(what.target);
    } catch (error) {
      failed(error, place);
    }
  });
}

// A refusal that arrives after a new login is not about it: the call is made again.
async function call(method, path, body) {
  const used = login;
  try {
    return await rest(used, method, path, body);
  } catch (error) {
    if (error.status !== 401 || used === login) throw error;
    return call(method, path, body);
  }
}

// --- login

async function start(found) {
  login = found;
  sessionStorage.setItem("login", JSON.stringify(login));
  $("#who").textContent = login.user;
  $("#create").model.replaceChildren(...login.models.map((model) => element("option", { textContent: model })));
  $("#again").close();
  $("#login").hidden = true;
  $("#account").hidden = $("main").hidden = false;
  connect();
  await list();
}

function askToLogInAgain() {
  connection?.end();
  sayConnection("out", "logged out");
  if (!$("#again").open) $("#again").showModal();
}

on("#login", "submit", async (form) => {
  await start(await logIn(form.user.value));
  await show(null);
}, "#login-problem");

on("#again form", "submit", async () => {
  await start(await logIn(login.user));
  if (session) await show(session.session_id);
}, "#again-problem");

on("#copy", "click", () => navigator.clipboard.writeText(login.token));

on("#out", "click", () => {
  sessionStorage.clear();
  location.reload();
});

// --- the connection

function connect() {
  connection?.end();
  sayConnection("waiting", "connecting …");
  connection = new Connection(login);
  connection.addEventListener("frame", (event) => receive(event.detail));
  connection.addEventListener("state", ({ detail }) => {
    sayConnection(detail.state, detail.state === "open" ? "connected" : "connection lost, coming back …");
    if (detail.state === "open") {
      say("#ask-problem", "");
      refresh().catch(failed);
    }
  });
  connection.addEventListener("lost", () => endAll("lost"));
  // A browser does not tell why: an expired token is what the REST API can say.
  connection.addEventListener("refused", () => call("GET", "/sessions?limit=1").catch((error) => {
    if (error.status === 401) askToLogInAgain();
  }));
}

function sayConnection(state, text) {
  $("#connection").dataset.state = state;
  say("#connection", text);
}

function find(messageId) {
  for (const messages of views.values()) if (messages.has(messageId)) return messages.get(messageId);
  return undefined;
}

function pending() {
  return [...views.values()].flatMap((messages) => [...messages.values()]).filter(({ message }) => message.state === "answering");
}

function endAll(state, error) {
  for (const view of pending()) end(view, { state, error });
}

function end(view, changes) {
  clearTimeout(silences.get(view.message.message_id));
  silences.delete(view.message.message_id);
  Object.assign(view.message, changes);
  view.update();
  scroll();
  announce(view.message.state === "answered" ? "The answer is there." : "The answer is not whole.");
}

function receive(frame) {
  if (frame.type === "pong") return;
  if (frame.type === undefined) {
    // API Gateway itself: it does not say which message it is about.
    endAll("failed", frame.message ?? "The service failed.");
    return;
  }
  if (frame.type === "error" && frame.code === "unauthorized") {
    endAll("lost", "The login has ended.");
    askToLogInAgain();
    return;
  }
  const view = find(frame.message_id);
  if (!view) {
    if (frame.type === "error") say("#status", frame.message);
    return;
  }
  const { message } = view;
  hush(view);
  if (frame.type === "answer") message.answer += frame.text;
  else if (frame.type === "citation") message.citations[frame.number - 1] = frame;
  else if (frame.type === "error") {
    end(view, { state: message.answer ? "incomplete" : "failed", error: frame.message });
    if (["model_removed", "knowledge_base_removed"].includes(frame.code) && session) show(session.session_id);
    return;
  } else if (frame.type !== "accepted") {
    end(view, { state: frame.type, stop_reason: frame.stop_reason ?? "" });
    return;
  }
  view.update();
  scroll();
}

// Start counting the seconds of silence anew.
function hush(view) {
  const { message } = view;
  clearTimeout(silences.get(message.message_id));
  silences.set(message.message_id, setTimeout(() => end(view, { state: "lost", error: undefined }), SILENCE * 1000));
}

// --- sessions

async function list(token) {
  const page = await call("GET", `/sessions?limit=50${token ? `&page_token=${encodeURIComponent(token)}` : ""}`);
  listed = token ? [...listed, ...page.sessions] : page.sessions;
  nextPage = page.next_page_token;
  drawList();
}

function drawList() {
  const focused = document.activeElement?.dataset?.id;
  $("#sessions").replaceChildren(...listed.map((each) => {
    const button = element("button", { type: "button", textContent: each.title });
    button.dataset.id = each.session_id;
    if (each.session_id === session?.session_id) button.setAttribute("aria-current", "true");
    button.onclick = () => show(each.session_id).catch(failed);
    return element("li", {}, button);
  }));
  $("#more").hidden = !nextPage;
  $("#none").hidden = listed.length > 0;
  if (focused) $(`#sessions [data-id="${focused}"]`)?.focus();
}

async function show(id) {
  session = id ? await call("GET", `/sessions/${id}`) : undefined;
  if (session) sessionStorage.setItem("session", id);
  else sessionStorage.removeItem("session");
  document.body.classList.remove("listing");
  $("#toggle").setAttribute("aria-expanded", "false");
  $("#toolbar").hidden = $("#ask").hidden = !session;
  $("#empty").hidden = Boolean(session);
  say("#status", "");
  $("#title").textContent = session?.title ?? "";
  $("#messages").replaceChildren(...(session ? viewsOf(session).map((view) => view.node) : []));
  drawMove();
  drawList();
  if (session) {
    watch();
    scroll(true);
    $("#ask textarea").focus();
  }
}

// The server knows what was answered; only here is known what is on its way, and why something failed.
function viewsOf({ session_id, messages }) {
  const known = views.get(session_id) ?? new Map();
  const merged = new Map();
  for (const message of messages) {
    const view = known.get(message.message_id) ?? new MessageView(message, actions);
    view.session_id = session_id;
    merged.set(message.message_id, view);
    const ours = view.message.state;
    const news = message.state !== "answering" && (ours !== "answering" || !silences.has(message.message_id));
    if (news && (message.state !== ours || message.answer !== view.message.answer)) {
      Object.assign(view.message, { error: undefined }, message);
      view.update();
    }
  }
  for (const [id, view] of known) if (!merged.has(id)) merged.set(id, view);
  views.set(session_id, merged);
  return [...merged.values()];
}

// Look again at the session that is shown: after the connection was lost, or while it is answered to another window.
async function refresh() {
  if (!session) return;
  const { session_id } = session;
  const found = await call("GET", `/sessions/${session_id}`);
  if (session?.session_id !== session_id) return;
  Object.assign(session, found);
  $("#messages").replaceChildren(...viewsOf(found).map((view) => view.node));
  watch();
}

// An answer that is on its way to elsewhere, such as to the page before it was reloaded, is there when it is kept.
let watching;
function watch() {
  clearTimeout(watching);
  const elsewhere = [...(views.get(session?.session_id)?.values() ?? [])]
    .some(({ message }) => message.state === "answering" && !silences.has(message.message_id));
  if (elsewhere) watching = setTimeout(() => refresh().catch(failed), 2000);
}

function drawMove() {
  const gone = session && !session.model_available ? `The model ${session.model_id} is no longer offered.`
    : session && !session.knowledge_base_available ? "The knowledge base of this session is no longer offered." : "";
  $("#move").hidden = !gone;
  $("#move span").textContent = gone;
  $("#move").model.replaceChildren(...login.models.map((model) => element("option", { textContent: model })));
  $("#move").model.hidden = session?.model_available ?? true;
}

on("#move", "submit", async (form) => {
  const wanted = session.model_available ? { knowledge_base_id: null } : { model_id: form.model.value };
  await call("PUT", `/sessions/${session.session_id}`, { version: session.version, ...wanted });
  await show(session.session_id);
}, "#status");

on("#create", "submit", async (form) => {
  const wanted = { model_id: form.model.value, knowledge_base_id: form.handbook.checked ? login.knowledge_base_id : null };
  const { session_id } = await call("POST", "/sessions", wanted);
  await list();
  await show(session_id);
}, "#create-problem");

on("#more", "click", () => list(nextPage));

on("#toggle", "click", () => {
  const open = document.body.classList.toggle("listing");
  $("#toggle").setAttribute("aria-expanded", open);
});

on("#rename", "click", () => {
  $("#renaming").title.value = session.title;
  say("#rename-problem", "");
  $("#rename-dialog").showModal();
});

on("#renaming", "submit", async (form) => {
  await name(form.title.value);
  $("#rename-dialog").close();
}, "#rename-problem");

async function name(title) {
  const changed = await call("PUT", `/sessions/${session.session_id}`, { title, version: session.version });
  Object.assign(session, changed);
  $("#title").textContent = session.title;
  await list();
}

on("#delete", "click", () => {
  $("#delete-dialog b").textContent = session.title;
  $("#delete-dialog").showModal();
});

on("#deleting", "submit", async () => {
  await call("DELETE", `/sessions/${session.session_id}`);
  views.delete(session.session_id);
  $("#delete-dialog").close();
  await list();
  await show(null);
  $("#create button").focus();
}, "#delete-problem");

for (const button of document.querySelectorAll("dialog button[value=cancel]")) {
  button.addEventListener("click", () => button.closest("dialog").close());
}

// --- asking

const actions = {
  again(message) {
    const view = find(message.message_id);
    if (!ready()) return;
    Object.assign(message, { state: "answering", answer: "", citations: [], stop_reason: "", error: undefined });
    view.update();
    send(view);
  },
  goOn: () => ask("Go on."),
};

function ready() {
  if (connection.isOpen) return true;
  say("#ask-problem", "The connection is lost. It is coming back; what you wrote is kept.");
  return false;
}

function send(view) {
  const { message_id, text } = view.message;
  connection.send({ action: "ask", session_id: view.session_id, message_id, text });
  hush(view);
}

// Return whether it was sent.
function ask(text) {
  const frame = { action: "ask", session_id: session.session_id, message_id: crypto.randomUUID(), text };
  const tooMuch = new TextEncoder().encode(JSON.stringify(frame)).length - MOST_BYTES;
  if (tooMuch > 0) {
    say("#ask-problem", `This is ${tooMuch} bytes more than one message may have; send it in parts.`);
    return false;
  }
  if (!ready()) return false;
  const view = new MessageView({ ...frame, state: "answering", answer: "", citations: [], stop_reason: "" }, actions);
  view.session_id = session.session_id;
  views.get(session.session_id).set(frame.message_id, view);
  $("#messages").append(view.node);
  send(view);
  scroll(true);
  if (session.title === UNTITLED) name(titleOf(text)).catch(() => {}); // a title is not worth an error
  return true;
}

function titleOf(text) {
  const line = text.split("\n")[0].trim();
  return line.length > 60 ? `${line.slice(0, 57).trimEnd()}…` : line;
}

on("#ask", "submit", (form) => {
  const text = form.text.value.trim();
  if (text && ask(text)) form.reset();
}, "#ask-problem");

$("#ask textarea").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  $("#ask").requestSubmit();
});

// --- for eyes and ears

// Follow the answer, unless somebody reads further up.
function scroll(always) {
  const box = $("#scroll");
  if (always || box.scrollHeight - box.scrollTop - box.clientHeight < 120) box.scrollTop = box.scrollHeight;
}

function announce(text) {
  $("#announce").textContent = text;
}

// --- from here

if (login) {
  try {
    await start(login);
    await show(sessionStorage.getItem("session")).catch(() => show(null));
  } catch (error) {
    failed(error);
  }
}
