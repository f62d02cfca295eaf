// Messages as people see them: who said what, how far the answer is, and what can be done about it.

const WORDS = {
  answering: "",
  answered: "",
  incomplete: "The answer broke off.",
  blocked: "A guardrail stepped in. The assistant will not be told of this message again.",
  failed: "There is no answer.",
  lost: "The connection was lost before the answer was whole.",
};
const REASONS = {
  max_tokens: "The answer is longer than the model may say at once.",
  model_context_window_exceeded: "The conversation is longer than the model can keep in mind.",
  content_filtered: "The model's own filter stopped the answer.",
};
const CONTINUED = new Set(["max_tokens", "model_context_window_exceeded"]);

export function element(tag, properties = {}, ...children) {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

// One message and its answer; `actions` are again(message) and goOn(message).
export class MessageView {
  constructor(message, actions) {
    this.message = message;
    this.#actions = actions;
    const said = element("div", { className: "said", textContent: message.text });
    this.#answer = element("div", { className: "answer" });
    this.#note = element("p", { className: "note" });
    this.#citations = element("ul", { className: "citations" });
    this.node = element(
      "li",
      {},
      element("h3", { className: "unseen", textContent: "You said" }),
      said,
      element("h3", { className: "unseen", textContent: "The assistant answered" }),
      this.#answer,
      this.#note,
      this.#citations,
    );
    this.update();
  }

  #actions;
  #answer;
  #note;
  #citations;

  update() {
    const { state, answer, citations, stop_reason, error } = this.message;
    const waits = state === "answering";
    this.node.dataset.state = state;
    this.#answer.setAttribute("aria-busy", waits);
    this.#answer.textContent = answer;
    this.#answer.hidden = !answer && !waits;
    if (waits && !answer) this.#answer.append(waiting());
    const words = [error ?? REASONS[stop_reason] ?? WORDS[state]].filter(Boolean);
    this.#note.hidden = words.length === 0;
    this.#note.replaceChildren(...words, ...this.#buttons());
    const shown = citations.map(({ text, source }, index) =>
      element("li", {}, `[${index + 1}] ${text} `, element("cite", { textContent: source })),
    );
    this.#citations.replaceChildren(...shown);
    this.#citations.hidden = shown.length === 0;
  }

  #buttons() {
    const { state, stop_reason } = this.message;
    const buttons = [];
    if (state === "incomplete" && CONTINUED.has(stop_reason)) buttons.push(["Continue", "goOn"]);
    if (["incomplete", "failed", "lost"].includes(state)) buttons.push(["Ask again", "again"]);
    return buttons.map(([textContent, action]) =>
      element("button", { type: "button", textContent, onclick: () => this.#actions[action](this.message) }),
    );
  }
}

function waiting() {
  const dots = element("span", { className: "waiting", title: "The assistant is thinking" });
  dots.append(element("i"), element("i"), element("i"));
  dots.setAttribute("role", "img");
  dots.setAttribute("aria-label", "The assistant is thinking");
  return dots;
}
