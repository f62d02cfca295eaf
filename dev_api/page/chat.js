// The chat of `make api`: sessions over REST, answers word by word over WebSocket.

const $ = (selector) => document.querySelector(selector);
let login, socket, session;
const answers = new Map(); // the element of each answer that is on its way, by message id

async function rest(method, path, body) {
  const headers = { authorization: `Bearer ${login.token}` };
  if (body) headers["content-type"] = "application/json";
  const answer = await fetch(`/v1/api/v1${path}`, { method, headers, body: body && JSON.stringify(body) });
  const content = answer.status === 204 ? null : await answer.json();
  if (!answer.ok) throw new Error(content.error.message);
  return content;
}

function element(tag, text, name) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (name) made.className = name;
  return made;
}

function connect() {
  socket?.close();
  // A browser cannot set a header here; the authorizer takes the token as a subprotocol.
  socket = new WebSocket(`ws://${location.host}/socket`, ["bearer", login.token]);
  socket.onmessage = (event) => receive(JSON.parse(event.data));
}

function receive(frame) {
  const answer = answers.get(frame.message_id);
  if (frame.type === "error") problem(frame.message);
  if (!answer) return;
  if (frame.type === "answer") answer.textContent += frame.text;
  if (frame.type === "citation") cite(answer, frame.number, frame);
  if (frame.type === "answered" || frame.type === "error") answers.delete(frame.message_id);
  $("#messages").scrollTop = $("#messages").scrollHeight;
}

function cite(answer, number, citation) {
  if (answer.nextSibling?.className !== "citations") answer.after(element("ul", "", "citations"));
  answer.nextSibling.append(element("li", `[${number}] ${citation.text} (${citation.source})`));
}

function show(message) {
  const answer = element("div", message.answer, "answer");
  $("#messages").append(element("div", message.text, "said"), answer);
  message.citations.forEach((citation, index) => cite(answer, index + 1, citation));
  $("#messages").scrollTop = $("#messages").scrollHeight;
  return answer;
}

async function list() {
  const { sessions } = await rest("GET", "/sessions?limit=100");
  $("#sessions").replaceChildren(...sessions.map((each) => {
    const item = document.createElement("li");
    const button = element("button", each.title);
    if (each.session_id === session?.session_id) button.setAttribute("aria-current", "true");
    button.onclick = () => attempt(() => open(each.session_id));
    item.append(button);
    return item;
  }));
}

async function open(id) {
  session = id && await rest("GET", `/sessions/${id}`);
  $("#toolbar").hidden = $("#ask").hidden = !session;
  $("#messages").replaceChildren();
  if (session) {
    $("#toolbar h2").textContent = session.title;
    session.messages.forEach(show);
    $("#ask textarea").focus();
  }
  await list();
}

function problem(text) {
  $("#problem").textContent = text;
  $("#problem").hidden = false;
  setTimeout(() => { $("#problem").hidden = true; }, 5000);
}

const attempt = (action) => action().catch((error) => problem(error.message));

function on(selector, event, action) {
  $(selector).addEventListener(event, (what) => {
    what.preventDefault();
    attempt(async () => action(what.target));
  });
}

on("#login", "submit", async (form) => {
  const answer = await fetch("/login", { method: "POST", body: JSON.stringify({ user: form.user.value }) });
  login = await answer.json();
  $("#create").model.replaceChildren(...login.models.map((model) => element("option", model)));
  $("main").hidden = false;
  $("#copy").disabled = false;
  connect();
  await open(null);
});

on("#copy", "click", () => navigator.clipboard.writeText(login.token));

on("#create", "submit", async (form) => {
  const wanted = { model_id: form.model.value, knowledge_base_id: form.handbook.checked ? login.knowledge_base_id : null };
  await open((await rest("POST", "/sessions", wanted)).session_id);
});

on("#rename", "click", async () => {
  const title = prompt("Title", session.title);
  if (!title) return;
  await rest("PUT", `/sessions/${session.session_id}`, { title, version: session.version });
  await open(session.session_id);
});

on("#delete", "click", async () => {
  await rest("DELETE", `/sessions/${session.session_id}`);
  await open(null);
});

on("#ask", "submit", (form) => {
  const text = form.text.value.trim();
  if (!text) return;
  if (socket.readyState !== WebSocket.OPEN) {
    connect();
    throw new Error("The connection was lost; send it again.");
  }
  const message_id = crypto.randomUUID();
  answers.set(message_id, show({ text, answer: "", citations: [] }));
  socket.send(JSON.stringify({ action: "ask", session_id: session.session_id, message_id, text }));
  form.reset();
});

$("#ask textarea").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey) return;
  event.preventDefault();
  $("#ask").requestSubmit();
});
