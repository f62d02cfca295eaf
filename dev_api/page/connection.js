// The WebSocket: it comes back by itself, each time a little later, and says how it is.
//
// Events: "frame" with what came; "state" with {state: "open" | "waiting", seconds}; "lost" when it breaks off;
// "refused" when it never came to be, for which a browser does not say the reason.

const LONGEST_WAIT = 30; // seconds
const PING_EVERY = 5 * 60; // seconds; API Gateway hangs up after ten minutes of silence
export const MOST_BYTES = 32 * 1024; // of a frame, which API Gateway takes

export class Connection extends EventTarget {
  #login;
  #socket;
  #ended = false;
  #tries = 0;
  #timer;

  constructor(login) {
    super();
    this.#login = login;
    this.#open();
  }

  get isOpen() {
    return this.#socket?.readyState === WebSocket.OPEN;
  }

  send(frame) {
    this.#socket.send(JSON.stringify(frame));
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
  }

  #open() {
    let opened = false;
    let pings;
    // A browser cannot set a header here; the authorizer takes the token as a subprotocol.
    const scheme = location.protocol === "https:" ? "wss" : "ws";
    this.#socket = new WebSocket(`${scheme}://${location.host}/socket`, ["bearer", this.#login.token]);
    this.#socket.onopen = () => {
      opened = true;
      this.#tries = 0;
      pings = setInterval(() => this.send({ action: "ping" }), PING_EVERY * 1000);
      this.#tell("state", { state: "open" });
    };
    this.#socket.onmessage = (event) => this.#tell("frame", JSON.parse(event.data));
    this.#socket.onclose = () => {
      clearInterval(pings);
      if (this.#ended) return;
      const seconds = Math.min(LONGEST_WAIT, 2 ** this.#tries++) * (0.5 + Math.random() / 2);
      this.#timer = setTimeout(() => this.#open(), seconds * 1000);
      this.#tell(opened ? "lost" : "refused");
      this.#tell("state", { state: "waiting", seconds });
    };
  }

  #tell(name, detail) {
    if (!this.#ended) this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}
